import { cellsOf } from '../../cells/cell.ts';
import type { View } from '../../syntax/view.ts';
import type { OpenApiDocument, Section } from './document.ts';
import { type Identity, identityOf } from './identity.ts';
import { subschemasOf } from './schema.ts';

/** A reference of a document, with the kind of object that belongs in its place. */
export interface ReferencePlace {
  readonly view: View;
  readonly kind: Section;
}

/** What may stand at a place; operations are referred to by some authors, although the standard knows no such thing. */
type Kind = Section | 'operations';

interface Spot {
  readonly view: View;
  readonly kind: Kind;
}

/** An object seen alone: its reference, and the places right below it where references may stand. */
interface Seen {
  readonly reference: string | undefined;
  readonly below: readonly Spot[];
}

/**
 * Every `$ref` of the document and of the files that it reaches, in a place where an object of a known kind belongs, in
 * document order. Examples, extensions and free data are not entered: a key called `$ref` in them is data.
 */
export function walkReferences(document: OpenApiDocument): readonly ReferencePlace[] {
  const found: ReferencePlace[] = [];
  const seen = new Set<Identity>();
  const lookers = document.is2 ? lookers2 : lookers3;
  const todo = [...startsOf(document)].reverse();
  for (let spot = todo.pop(); spot; spot = todo.pop()) {
    const { kind } = spot;
    for (let view: View | undefined = spot.view; view && !seen.has(identityOf(view)); ) {
      const it: Seen | undefined = lookers[kind](view);
      if (!it) break;
      seen.add(identityOf(view));
      if (it.reference !== undefined) found.push({ view, kind: kind === 'operations' ? 'pathItems' : kind });
      if (it.reference === undefined || kind === 'schemas' || kind === 'pathItems')
        for (let i = it.below.length - 1; i >= 0; i--) if (it.below[i]) todo.push(it.below[i] as Spot);
      // What it leads to may stand in another file, with references of its own.
      view = it.reference === undefined ? undefined : document.references.target(view, it.reference).view;
    }
  }
  return found;
}

const reusable = [
  'schemas',
  'responses',
  'parameters',
  'examples',
  'requestBodies',
  'headers',
  'links',
  'callbacks',
  'pathItems',
  'securitySchemes',
] as const satisfies readonly Section[];

function* startsOf(document: OpenApiDocument): Generator<Spot> {
  yield* each('pathItems', document.view.get('paths'));
  yield* each('pathItems', document.view.get('webhooks'));
  for (const section of reusable) yield* each(section, document.section(section));
}

/** The values of a map, without its extensions. */
function* each(kind: Kind, map: View): Generator<Spot> {
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
  if (links.get('$ref').string === undefined) yield* each('links', links);
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

type Lookers = Readonly<Record<Kind, (view: View) => Seen | undefined>>;

/** What an object is seen to be is kept: an edit elsewhere leaves it. */
function lookersFor(is2: boolean): Lookers {
  const looker = (kind: Kind): ((view: View) => Seen | undefined) =>
    cellsOf(
      (view) =>
        view.isMap ? { reference: view.get('$ref').string, below: [...below({ view, kind }, is2)] } : undefined,
      sameSeen,
      'fine',
    );
  const kinds: readonly Kind[] = [...reusable, 'mediaTypes', 'operations'];
  return Object.fromEntries(kinds.map((it) => [it, looker(it)])) as unknown as Lookers;
}

const lookers2 = lookersFor(true);
const lookers3 = lookersFor(false);

function sameSeen(a: Seen | undefined, b: Seen | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    a.reference === b.reference &&
    a.below.length === b.below.length &&
    a.below.every((it, i) => it.view === b.below[i]?.view && it.kind === b.below[i]?.kind)
  );
}
