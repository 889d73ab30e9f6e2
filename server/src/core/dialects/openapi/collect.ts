import type { View } from '../../syntax/view.ts';
import { type Identity, identityOf } from './identity.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';
import { referenceOf, written } from './references.ts';
import { type Content, contentsOf } from './response.ts';
import type { Schema, SchemaContext, SchemaEdge, SchemaRole } from './schema.ts';

/** A place where an operation or a component names a schema. */
export interface SchemaRoot {
  readonly view: View;
  readonly name: string | undefined;
  /** Undefined where no operation is known to use it. */
  readonly role: SchemaRole | undefined;
}

/** The schema object behind a place where one belongs. */
export interface SchemaSpot {
  readonly schema: Schema;
  readonly identity: Identity;
  /** The name under which other places refer to it. */
  readonly component: string | undefined;
  /** What it refers to besides its own keywords. */
  readonly target: View | undefined;
}

/** A schema still to be looked at, and how it was reached. */
interface Visit {
  readonly view: View;
  readonly name: string | undefined;
  readonly from: Schema | undefined;
  readonly edge: SchemaEdge | 'reference' | undefined;
}

/** All schemas with what only the whole document tells about each. */
export interface Collected {
  readonly schemas: readonly Schema[];
  readonly contexts: ReadonlyMap<Schema, SchemaContext>;
}

/** A context that is still being read. */
interface Draft {
  readonly schema: Schema;
  readonly name: string | undefined;
  readonly roles: Map<SchemaRole, Operation | undefined>;
  composedIn: Set<Schema> | undefined;
  alternativeOf: Set<Schema> | undefined;
  owners: Set<Schema> | undefined;
  /** Reached from a component only: no role. */
  walked: boolean;
}

/** Edges to a schema of the same value. */
const sameValue: ReadonlySet<Visit['edge']> = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'condition', 'reference']);

/**
 * Finds every schema object once. Each is walked at most once for each role, without recursion, so that neither cycles
 * nor schemas that share parts a thousandfold cost more than their own size.
 */
export function collectSchemas(document: OpenApiDocument): Collected {
  const known = new Map<Identity, Draft>();
  const mark = ({ view, name, role }: SchemaRoot, operation: Operation | undefined): void => {
    const todo: Visit[] = [{ view, name, from: undefined, edge: undefined }];
    for (let visit = todo.pop(); visit; visit = todo.pop()) {
      const spot = document.schemaSpot(visit.view);
      if (!spot) continue;
      const { schema, identity } = spot;
      let draft = known.get(identity);
      if (!draft) known.set(identity, (draft = draftOf(schema, spot.component ?? visit.name)));
      join(draft, visit);
      if (role === undefined ? draft.walked : draft.roles.has(role)) continue;
      if (role !== undefined) draft.roles.set(role, operation);
      draft.walked = true;
      const { name } = draft;
      if (spot.target) todo.push({ view: spot.target, name, from: schema, edge: 'reference' });
      for (const child of schema.subschemas) {
        const inherited = child.edge === 'items' && name !== undefined ? `${name}[]` : name;
        todo.push({ view: child.view, name: child.name ?? inherited, from: schema, edge: child.edge });
      }
    }
  };
  for (const operation of document.operations) for (const root of operation.schemaRoots) mark(root, operation);
  for (const root of rootsOfComponents(document)) mark(root, undefined);
  const drafts = [...known.values()];
  return { schemas: drafts.map((it) => it.schema), contexts: new Map(drafts.map((it) => [it.schema, contextOf(it)])) };
}

/** What the way on which a schema was reached says about it. */
function join(draft: Draft, { from, edge }: Visit): void {
  if (!from) return;
  if (edge === 'property') (draft.owners ??= new Set()).add(from);
  if (edge === 'allOf' || edge === 'reference') (draft.composedIn ??= new Set()).add(from);
  if (sameValue.has(edge)) (draft.alternativeOf ??= new Set()).add(from);
}

function draftOf(schema: Schema, name: string | undefined): Draft {
  return {
    schema,
    name,
    roles: new Map(),
    composedIn: undefined,
    alternativeOf: undefined,
    owners: undefined,
    walked: false,
  };
}

const none: ReadonlySet<Schema> = new Set();

function contextOf({ name, roles, composedIn, alternativeOf, owners }: Draft): SchemaContext {
  return {
    name,
    roles,
    composedIn: composedIn ?? none,
    alternativeOf: alternativeOf ?? none,
    owners: owners ?? none,
  };
}

/** The schemas that an operation names, in document order. */
export function rootsOfOperation(operation: Operation): readonly SchemaRoot[] {
  const { document } = operation;
  const roots: SchemaRoot[] = [];
  // What the API sends in a callback is output, and what it gets back is input.
  const outbound = operation.kind !== 'path';
  for (const parameter of operation.parameters) {
    const body = document.is2 && parameter.location === 'body';
    const role = outbound ? 'header' : body ? 'request' : 'parameter';
    if (parameter.schema) roots.push({ view: parameter.schema, name: parameter.name, role });
  }
  const content = ({ view }: Content, role: SchemaRole): void => {
    // A stream of items (3.2) has the schema of one of them.
    for (const key of ['schema', 'itemSchema']) {
      const schema = view.get(key);
      if (schema.exists) roots.push({ view: schema, name: undefined, role });
    }
  };
  if (!document.is2) for (const it of operation.requestContents) content(it, outbound ? 'response' : 'request');
  for (const { response } of operation.responses) {
    for (const it of response?.contents ?? []) content(it, outbound ? 'request' : 'response');
    for (const [name, header] of response?.headers ?? []) roots.push(...rootOfHeader(document, header, name, 'header'));
  }
  return roots;
}

export function sameRoots(a: readonly SchemaRoot[], b: readonly SchemaRoot[]): boolean {
  return (
    a.length === b.length &&
    a.every((it, i) => it.view === b[i]?.view && it.name === b[i]?.name && it.role === b[i]?.role)
  );
}

function rootOfHeader(
  document: OpenApiDocument,
  entry: View,
  name: string,
  role: SchemaRole | undefined,
): readonly SchemaRoot[] {
  const header = document.references.resolve(entry);
  return header ? [{ view: document.is2 ? header : header.get('schema'), name, role }] : [];
}

/** The schemas of components, which may have no user in this document. */
function* rootsOfComponents(document: OpenApiDocument): Generator<SchemaRoot> {
  const role = undefined;
  for (const [name, view] of document.section('schemas').entries)
    if (!name.startsWith('x-')) yield { view, name, role };
  for (const { schema, name } of document.parameters) if (schema) yield { view: schema, name, role };
  for (const response of document.responses)
    for (const { schema } of response.contents) yield { view: schema, name: undefined, role };
  for (const [, body] of document.section('requestBodies').entries) {
    const view = document.references.resolve(body);
    for (const { schema } of view ? contentsOf(document, view.get('content')) : [])
      yield { view: schema, name: undefined, role };
  }
  for (const [name, header] of document.section('headers').entries)
    yield* rootOfHeader(document, header, name, undefined);
}

/** What stands where a schema belongs; undefined where nothing does, or where it cannot be known. */
export function spotOf(document: OpenApiDocument, place: View): SchemaSpot | undefined {
  const own = document.references.siblingsCount && hasOwnKeywords(place);
  const view = own ? place : document.references.resolve(place);
  if (!view?.isMap) return undefined;
  return {
    schema: document.schemaAt(written(view)),
    identity: identityOf(view),
    component: componentName(view),
    target: own ? document.references.resolve(view) : undefined,
  };
}

export function sameSpot(a: SchemaSpot | undefined, b: SchemaSpot | undefined): boolean {
  return a?.schema === b?.schema && a?.identity === b?.identity && a?.target === b?.target;
}

/** Keywords that only describe a reference. */
const notes = new Set([
  '$ref',
  '$dynamicRef',
  'summary',
  'description',
  'title',
  'deprecated',
  'example',
  'examples',
  'default',
  'readOnly',
  'writeOnly',
  '$comment',
]);

/** True for a reference that says more about the value than where it is described. */
function hasOwnKeywords(view: View): boolean {
  return referenceOf(view) !== undefined && view.keys.some((it) => !notes.has(it) && !it.startsWith('x-'));
}

/** The name under which other places refer to it. */
function componentName(view: View): string | undefined {
  const { route } = view;
  const isComponent =
    (route.length === 3 && route[0] === 'components') || (route.length === 2 && route[0] === 'definitions');
  return isComponent ? String(route.at(-1)) : undefined;
}
