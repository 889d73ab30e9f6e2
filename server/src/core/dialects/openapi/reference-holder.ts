import { Cell } from '../../cells/cell.ts';
import type { View } from '../../syntax/view.ts';
import type { OpenApiDocument, Section } from './document.ts';
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
      const reference = view.stringAt('$ref');
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
  if (reference !== undefined && kind !== 'schemas' && kind !== 'pathItems') return [];
  return [...below(spot, is2)].reverse();
}

/** The values of a map, without its extensions. */
export function* each(kind: Kind, map: View): Generator<Spot> {
  for (const [key, view] of map.entries) if (!key.startsWith('x-')) yield { view, kind };
}

function* content(map: View): Generator<Spot> {
  for (const { view: media } of each('mediaTypes', map)) {
    yield { view: media.get('schema'), kind: 'schemas' };
    yield* each('examples', media.get('examples'));
    // Not the standard's place for headers, but a reference all the same.
    yield* each('headers', media.get('headers'));
    for (const { view } of each('mediaTypes', media.get('encoding'))) yield* each('headers', view.get('headers'));
  }
}

function* described(view: View): Generator<Spot> {
  yield { view: view.get('schema'), kind: 'schemas' };
  yield* content(view.get('content'));
  yield* each('examples', view.get('examples'));
}

function* response(view: View, is2: boolean): Generator<Spot> {
  if (is2) yield { view: view.get('schema'), kind: 'schemas' };
  else yield* content(view.get('content'));
  yield* each('headers', view.get('headers'));
  // Some authors put one reference in the place of the whole map.
  const links = view.get('links');
  if (links.stringAt('$ref') === undefined) yield* each('links', links);
  else yield { view: links, kind: 'links' };
}

function* operation(view: View): Generator<Spot> {
  for (const it of view.get('parameters').items) yield { view: it, kind: 'parameters' };
  yield { view: view.get('requestBody'), kind: 'requestBodies' };
  yield* each('responses', view.get('responses'));
  yield* each('callbacks', view.get('callbacks'));
}

function* pathItem(view: View): Generator<Spot> {
  for (const it of view.get('parameters').items) yield { view: it, kind: 'parameters' };
  for (const [, entry] of view.entries) if (entry.isMap) yield { view: entry, kind: 'operations' };
}

function* below({ view, kind }: Spot, is2: boolean): Generator<Spot> {
  if (kind === 'schemas') for (const child of subschemasOf(view)) yield { view: child.view, kind };
  else if (kind === 'responses') yield* response(view, is2);
  else if (kind === 'parameters' || kind === 'headers') yield* described(view);
  else if (kind === 'requestBodies') yield* content(view.get('content'));
  else if (kind === 'callbacks') yield* each('pathItems', view);
  else if (kind === 'pathItems') yield* pathItem(view);
  else if (kind === 'operations') yield* operation(view);
}
