import { Cell } from '../../cells/cell.ts';
import type { View } from '../../syntax/view.ts';
import type { OpenApiDocument, Section } from './document.ts';
import { referenceOf } from './references.ts';
import { subschemasOf } from './schema.ts';

/** A reference of a document, with the kind of object that belongs in its place. */
export interface ReferencePlace {
  readonly view: View;
  readonly kind: Section;
  /** The text of its `$ref`. */
  readonly reference: string;
}

/** What may stand at a place; operations are referred to by some authors, although the standard knows no such thing. */
export type Kind = Section | 'operations';

/** A place where a reference may stand. */
export interface Spot {
  readonly view: View;
  readonly kind: Kind;
}

/** A reference with what it leads to, which may stand in another file, with references of its own. */
export interface Step extends ReferencePlace {
  readonly spot: Spot;
  readonly target: View | undefined;
}

/**
 * What a path item, a component or the target of a reference holds, with all that is below it and without what its
 * references lead to. It outlives the edits of a live document, and an edit elsewhere leaves its places as they are.
 */
export class ReferenceHolder {
  readonly document: OpenApiDocument;
  readonly spot: Spot;
  readonly #steps: Cell<readonly Step[] | undefined>;

  /** `alone`: without what is below it. */
  constructor(document: OpenApiDocument, spot: Spot, alone: boolean) {
    this.document = document;
    this.spot = spot;
    this.#steps = new Cell(() => (spot.view.isMap ? this.#read(alone) : undefined), sameSteps, 'fine');
  }

  /** In document order. */
  get places(): readonly ReferencePlace[] {
    return this.steps ?? [];
  }

  /** The places with their targets; undefined when no object stands here. */
  get steps(): readonly Step[] | undefined {
    return this.#steps.value;
  }

  #read(alone: boolean): readonly Step[] {
    const { references, is2 } = this.document;
    const found: Step[] = [];
    const todo: Spot[] = [this.spot];
    for (let spot = todo.pop(); spot; spot = todo.pop()) {
      const { view, kind } = spot;
      if (!view.isMap) continue;
      const reference = referenceOf(view) === undefined ? undefined : view.stringAt('$ref');
      if (reference !== undefined) {
        const target = references.target(view, reference).view;
        found.push({ view, kind: kind === 'operations' ? 'pathItems' : kind, reference, spot, target });
      }
      if (!alone) for (const it of spotsBelow(spot, reference, is2)) todo.push(it);
    }
    return found;
  }
}

function sameSteps(a: readonly Step[] | undefined, b: readonly Step[] | undefined): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && a.every((it, i) => sameStep(it, b[i]));
}

function sameStep(a: Step, b: Step | undefined): boolean {
  return a.view === b?.view && a.spot.kind === b.spot.kind && a.reference === b.reference && a.target === b.target;
}

/** The places right below an object where references may stand, the last one first. */
export function spotsBelow(spot: Spot, reference: string | undefined, is2: boolean): readonly Spot[] {
  const { kind } = spot;
  if (reference !== undefined && kind !== 'schemas' && kind !== 'pathItems') return none;
  const found: Spot[] = [];
  below(found, spot, is2);
  return found.reverse();
}

const none: readonly Spot[] = [];

/** The values of a map, without its extensions. */
export function each(found: Spot[], kind: Kind, map: View): void {
  for (const view of map.values) if (!view.key?.startsWith('x-')) found.push({ view, kind });
}

/** What stands behind a key, if anything does. */
function at(found: Spot[], kind: Kind, holder: View, key: string): void {
  if (holder.has(key)) found.push({ view: holder.get(key), kind });
}

function eachAt(found: Spot[], kind: Kind, holder: View, key: string): void {
  if (holder.has(key)) each(found, kind, holder.get(key));
}

function items(found: Spot[], kind: Kind, holder: View, key: string): void {
  for (const view of holder.itemsAt(key)) found.push({ view, kind });
}

function content(found: Spot[], holder: View): void {
  for (const media of holder.valuesAt('content')) {
    if (media.key?.startsWith('x-')) continue;
    at(found, 'schemas', media, 'schema');
    eachAt(found, 'examples', media, 'examples');
    // Not the standard's place for headers, but a reference all the same.
    eachAt(found, 'headers', media, 'headers');
    for (const view of media.valuesAt('encoding'))
      if (!view.key?.startsWith('x-')) eachAt(found, 'headers', view, 'headers');
  }
}

function described(found: Spot[], view: View): void {
  at(found, 'schemas', view, 'schema');
  content(found, view);
  eachAt(found, 'examples', view, 'examples');
}

function response(found: Spot[], view: View, is2: boolean): void {
  if (is2) at(found, 'schemas', view, 'schema');
  else content(found, view);
  eachAt(found, 'headers', view, 'headers');
  if (!view.has('links')) return;
  const links = view.get('links');
  // Some authors put one reference in the place of the whole map.
  if (links.stringAt('$ref') === undefined) each(found, 'links', links);
  else found.push({ view: links, kind: 'links' });
}

function operation(found: Spot[], view: View): void {
  items(found, 'parameters', view, 'parameters');
  at(found, 'requestBodies', view, 'requestBody');
  eachAt(found, 'responses', view, 'responses');
  eachAt(found, 'callbacks', view, 'callbacks');
}

function pathItem(found: Spot[], view: View): void {
  items(found, 'parameters', view, 'parameters');
  for (const entry of view.values) if (entry.isMap) found.push({ view: entry, kind: 'operations' });
}

function below(found: Spot[], { view, kind }: Spot, is2: boolean): void {
  if (kind === 'schemas') for (const child of subschemasOf(view)) found.push({ view: child.view, kind });
  else if (kind === 'responses') response(found, view, is2);
  else if (kind === 'parameters' || kind === 'headers') described(found, view);
  else if (kind === 'requestBodies') content(found, view);
  else if (kind === 'callbacks') each(found, 'pathItems', view);
  else if (kind === 'pathItems') pathItem(found, view);
  else if (kind === 'operations') operation(found, view);
}
