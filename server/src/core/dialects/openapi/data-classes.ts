import { cellsOf, cellsOfLens } from '../../cells/cell.ts';
import type { View } from '../../syntax/view.ts';
import type { DataClass } from '../../threat-model/fact.ts';
import { about, formats, harmless, phrases, tags } from './data-class-names.ts';
import type { OpenApiDocument } from './document.ts';
import { type Identity, identityOf } from './identity.ts';
import type { Operation } from './operation.ts';
import type { Content } from './response.ts';
import { subschemasOf } from './schema.ts';
import { wordsOf } from './words.ts';

export type { DataClass };

/** A class with the names that told it, in the author's own words. */
export interface DataUse {
  readonly dataClass: DataClass;
  readonly names: readonly string[];
}

/** What an operation is given and what it gives. */
export interface OperationData {
  readonly takes: readonly DataUse[];
  readonly returns: readonly DataUse[];
}

const index = indexPhrases();

/** The class of a name: the longest phrase in it decides. Undefined for names that only tell about such data. */
export function dataClassOf(name: string): DataClass | undefined {
  const words = wordsOf(name);
  const joined = ` ${words.join(' ')} `;
  if (harmless.some((it) => joined.includes(` ${it} `))) return undefined;
  for (let length = Math.min(3, words.length); length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const found = index.get(words.slice(from, from + length).join(' '));
      const last = words.at(-1) ?? '';
      if (found && (from + length === words.length || !about.has(last))) return found;
    }
  }
  return undefined;
}

function indexPhrases(): ReadonlyMap<string, DataClass> {
  const all = Object.entries(phrases) as readonly (readonly [DataClass, readonly string[]])[];
  return new Map(all.flatMap(([dataClass, list]) => list.map((it) => [it, dataClass] as const)));
}

/** An operation that reaches more schema objects than this is judged by those met first. */
const mostSchemas = 2000;

/** The data that an operation takes and returns, by the names, formats and tags of its contract. */
export function dataOf(operation: Operation): OperationData {
  const takes = new Found();
  const returns = new Found();
  const whole: View[] = [];
  for (const parameter of operation.parameters) {
    if (parameter.location === 'body') continue;
    // The whole query as one value (3.2): what it takes are its properties.
    if (parameter.location === 'querystring' && parameter.schema) whole.push(parameter.schema);
    const dataClass = parameter.type && readerOf(operation.document).classOf(parameter.name, parameter.type);
    if (dataClass) takes.put(dataClass, parameter.name);
  }
  const taken = [...operation.requestContents.flatMap(schemasOf), ...whole];
  const given = operation.responses
    .filter(({ status }) => /^[23]|^default$/i.test(status))
    .flatMap(({ response }) => response?.contents.flatMap(schemasOf) ?? []);
  collect(operation, taken, takes);
  collect(operation, given, returns);
  for (const tag of operation.view.get('tags').items) {
    for (const word of wordsOf(tag.text ?? '')) {
      const dataClass = Object.hasOwn(tags, word) ? tags[word] : undefined;
      if (!dataClass) continue;
      if (taken.length > 0) takes.tag(dataClass, `tag ${tag.text ?? ''}`);
      if (given.length > 0) returns.tag(dataClass, `tag ${tag.text ?? ''}`);
    }
  }
  return { takes: takes.uses, returns: returns.uses };
}

/** The whole body, and each item of a stream (3.2). */
function schemasOf({ view, schema }: Content): readonly View[] {
  return view.has('itemSchema') ? [schema, view.get('itemSchema')] : [schema];
}

/** Each object once, without recursion: cycles and shared parts cost nothing more. */
function collect({ document }: Operation, schemas: readonly View[], found: Found): void {
  const reader = readerOf(document);
  const todo = [...schemas];
  const seen = new Set<Identity>();
  for (let next = todo.pop(); next && seen.size < mostSchemas; next = todo.pop()) {
    for (const layer of reader.layers(next)) {
      if (!layer.exists || seen.has(identityOf(layer))) continue;
      seen.add(identityOf(layer));
      const { uses, below } = reader.read(layer);
      for (const [dataClass, name] of uses) found.put(dataClass, name);
      todo.push(...below);
    }
  }
}

/** What one schema object says itself, and where it leads on. */
interface Reading {
  readonly uses: readonly (readonly [DataClass, string])[];
  readonly below: readonly View[];
}

const readerOf = cellsOf((document: OpenApiDocument) => new Reader(document));

/** Reads each object of a document once, however many operations share it. */
class Reader {
  readonly layers: (entry: View) => readonly View[];
  readonly read: (layer: View) => Reading;
  /** Names repeat all over a document. */
  readonly #names = new Map<string, DataClass | null>();

  constructor(document: OpenApiDocument) {
    this.layers = cellsOfLens((entry: View) => (entry.exists ? (document.references.layers(entry) ?? []) : []));
    this.read = cellsOfLens((layer: View) => this.#reading(layer));
  }

  #reading(layer: View): Reading {
    const children = subschemasOf(layer).filter((it) => it.edge !== 'not');
    const uses = children.flatMap(({ edge, name, view }) => {
      const target = edge === 'property' && name !== undefined ? this.layers(view).at(-1) : undefined;
      const dataClass = edge === 'property' && name !== undefined ? this.classOf(name, target ?? view) : undefined;
      return dataClass && name !== undefined ? [[dataClass, name] as const] : [];
    });
    return { uses, below: children.map((it) => it.view) };
  }

  /** By format, else by name. A switch that tells of such a thing is not the thing. */
  classOf(name: string, schema: View): DataClass | undefined {
    if (schema.textAt('type') === 'boolean') return undefined;
    const format = schema.textAt('format') ?? '';
    if (Object.hasOwn(formats, format)) return formats[format];
    let known = this.#names.get(name);
    if (known === undefined) this.#names.set(name, (known = dataClassOf(name) ?? null));
    return known ?? undefined;
  }
}

class Found {
  readonly #names = new Map<DataClass, Set<string>>();

  tag(dataClass: DataClass, name: string): void {
    if (!this.#names.has(dataClass)) this.put(dataClass, name);
  }

  put(dataClass: DataClass, name: string): void {
    const names = this.#names.get(dataClass);
    if (names) names.add(name);
    else this.#names.set(dataClass, new Set([name]));
  }

  /** In the order of the table: what weighs most first. */
  get uses(): readonly DataUse[] {
    const order = Object.keys(phrases) as readonly DataClass[];
    return order.flatMap((dataClass) => {
      const names = this.#names.get(dataClass);
      return names ? [{ dataClass, names: [...names] }] : [];
    });
  }
}
