import { cellsOf } from '../../cells/cell.ts';
import { sameValue } from '../../cells/same.ts';
import type { Node } from '../../syntax/node.ts';
import type { View } from '../../syntax/view.ts';
import type { DataClass } from '../../threat-model/fact.ts';
import { dataClassOf } from './data-classes.ts';
import { formats, tags } from './data-class-names.ts';
import type { OpenApiDocument } from './document.ts';
import { type Identity, identityOf } from './identity.ts';
import type { Operation } from './operation.ts';
import { wordsOf } from './words.ts';

/** What weighs most first; the place in this list is the bit of a mask. */
const classes: readonly DataClass[] = ['credentials', 'payment', 'health', 'contact', 'location', 'identifiers'];

/** What a part of a contract says itself, and the references that lead on from it. */
interface Summary {
  readonly mask: number;
  readonly references: readonly string[];
}

/**
 * Summaries follow from the node alone, and an edit leaves most nodes of a large document as they were: so they are
 * kept as long as the node lives.
 */
const summaries = new WeakMap<Node, Summary>();

/** A referenced object while its classes are worked out. */
interface Place {
  mask: number;
  /** Objects that refer to this one: what it holds, they hold too. */
  readonly above: Set<Place>;
}

/**
 * The classes of data that each operation takes or returns, without the names that told them. The threat model asks for
 * every operation of every contract at each keystroke: so each object is read once and hands its classes to those that
 * refer to it, however many operations share it.
 */
export function dataClassesIn(document: OpenApiDocument): (operation: Operation) => readonly DataClass[] {
  const places = new Map<Identity, Place>();
  const waiting: { readonly view: View; readonly place: Place }[] = [];
  const placeOf = (view: View): Place => {
    const identity = identityOf(view);
    let place = places.get(identity);
    if (!place) {
      place = { mask: 0, above: new Set() };
      places.set(identity, place);
      waiting.push({ view, place });
    }
    return place;
  };
  const settle = (): void => {
    const learnt: Place[] = [];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { view, place } = next;
      const { mask, references } = summaryAt(view);
      place.mask |= mask;
      for (const reference of references) {
        const target = document.references.target(view, reference).view;
        const below = target && placeOf(target);
        if (!below || below === place) continue;
        below.above.add(place);
        place.mask |= below.mask;
      }
      learnt.push(place);
    }
    // A place is handed on again only when it has learnt something, so cycles end.
    for (let place = learnt.pop(); place; place = learnt.pop())
      for (const above of place.above) {
        const mask = above.mask | place.mask;
        if (mask === above.mask) continue;
        above.mask = mask;
        learnt.push(above);
      }
  };
  return (operation) => {
    const own = placeOf(operation.view);
    const shared = operation.parameters.map((it) => placeOf(it.view));
    settle();
    const mask = shared.reduce((all, it) => all | it.mask, own.mask | tagged(operation));
    return mask === 0 ? [] : classes.filter((it) => (mask & bit(it)) !== 0);
  };
}

/** The summary of a place; an edit that leaves it the same is no news for the classes of a whole contract. */
const summaryAt = cellsOf((view: View) => summaryOf(view.wholeNode), sameValue);

/** What the tags say where no property does. */
const tagged = cellsOf((operation: Operation): number => {
  let mask = 0;
  for (const tag of operation.view.get('tags').items)
    for (const word of wordsOf(tag.text ?? '')) {
      const dataClass = Object.hasOwn(tags, word) ? tags[word] : undefined;
      if (dataClass) mask |= bit(dataClass);
    }
  return mask;
});

function summaryOf(node: Node | undefined): Summary {
  if (!node) return { mask: 0, references: [] };
  let summary = summaries.get(node);
  if (!summary) {
    const references = new Set<string>();
    summary = { mask: read(node, references), references: [...references] };
    summaries.set(node, summary);
  }
  return summary;
}

/** What holds no data of callers, or says nothing about its form. */
const silent: ReadonlySet<string> = new Set([
  'description',
  'summary',
  'example',
  'examples',
  'enum',
  'default',
  'const',
  'not',
  'required',
  'security',
  'servers',
  'callbacks',
  'links',
  'externalDocs',
  'tags',
  'discriminator',
  'xml',
  'headers',
]);

/** Reads names of properties and parameters in everything below a node, and where its references lead. */
function read(node: Node, references: Set<string>): number {
  let mask = 0;
  if (node.kind === 'list') {
    for (const item of node.items) if (item && item.kind !== 'scalar') mask |= read(item, references);
    return mask;
  }
  if (node.kind !== 'map') return 0;
  let parameter = '';
  let place = '';
  for (const { key, value } of node.entries) {
    const name = key?.source ?? '';
    if (!value) continue;
    if (value.kind === 'scalar') {
      if (typeof value.value !== 'string') continue;
      if (name === '$ref') references.add(value.value);
      else if (name === 'name') parameter = value.value;
      else if (name === 'in') place = value.value;
    } else if (name === 'properties' && value.kind === 'map') {
      for (const property of value.entries)
        if (property.value?.kind === 'map')
          mask |= named(property.key?.source ?? '', property.value) | read(property.value, references);
    } else if (!silent.has(name) && !isFailure(name)) mask |= read(value, references);
  }
  if (parameter === '' || place === '' || place === 'body') return mask;
  return mask | named(parameter, node.entries.find((it) => it.key?.source === 'schema')?.value ?? node);
}

/** An answer that tells of a failure, and an extension, hold no data of the operation. */
function isFailure(name: string): boolean {
  const first = name.charCodeAt(0);
  if (first === 0x78) return name.charCodeAt(1) === 0x2d;
  return (first === 0x31 || first === 0x34 || first === 0x35) && name.length === 3;
}

/** A switch that tells of such a thing is not the thing. */
function named(name: string, schema: Node): number {
  if (schema.kind !== 'map') return 0;
  let dataClass = classOfName(name);
  for (const { key, value } of schema.entries) {
    if (value?.kind !== 'scalar' || typeof value.value !== 'string') continue;
    if (key?.source === 'type' && value.value === 'boolean') return 0;
    if (key?.source === 'format' && Object.hasOwn(formats, value.value)) dataClass = formats[value.value];
  }
  return dataClass === undefined ? 0 : bit(dataClass);
}

/** Names repeat all over contracts, and what one means follows from it alone. */
const names = new Map<string, DataClass | undefined>();
/** Names repeat all over contracts; more than these are of no contract any more. */
const mostNames = 50_000;

function classOfName(name: string): DataClass | undefined {
  if (!names.has(name)) {
    if (names.size > mostNames) names.clear();
    names.set(name, dataClassOf(name));
  }
  return names.get(name);
}

function bit(dataClass: DataClass): number {
  return 1 << classes.indexOf(dataClass);
}
