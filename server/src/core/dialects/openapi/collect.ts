import { cellsOf } from '../../cells/cell.ts';
import type { View } from '../../syntax/view.ts';
import { type Identity, identityOf } from './identity.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';
import { referenceOf, written } from './references.ts';
import { type ApiResponse, contentsOf } from './response.ts';
import { noContext, type Schema, type SchemaContext, type SchemaEdge, type SchemaRole } from './schema.ts';

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

/** A context that is still being read. A long document has tens of thousands: most need no map and no set. */
export interface Draft {
  /** The collection that it is of. */
  round: number;
  name: string | undefined;
  readonly roles: SchemaRole[];
  /** Of each role, the first operation that reaches the schema in it. */
  readonly users: (Operation | undefined)[];
  composedIn: Several;
  alternativeOf: Several;
  owners: Several;
  /** Reached from a component only: no role. */
  walked: boolean;
}

/** Most schemas hang below one. */
type Several = Schema | Set<Schema> | undefined;

/** Edges to a schema of the same value. */
const sameValue: ReadonlySet<Visit['edge']> = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'condition', 'reference']);

/**
 * Finds every schema object once. Each is walked at most once for each role, without recursion, so that neither cycles
 * nor schemas that share parts a thousandfold cost more than their own size. Each is told how it hangs together with the
 * others; those of the last time that are no longer reached are told so.
 */
export function collectSchemas(document: OpenApiDocument, before: readonly Schema[]): readonly Schema[] {
  const round = ++rounds;
  const schemas: Schema[] = [];
  const mark = ({ view, name, role }: SchemaRoot, operation: Operation | undefined): void => {
    const known = document.schemaSpot(view)?.schema.draft;
    if (known?.round === round && (role === undefined ? known.walked : known.roles.includes(role))) return;
    const todo: Visit[] = [{ view, name, from: undefined, edge: undefined }];
    for (let visit = todo.pop(); visit; visit = todo.pop()) {
      const spot = document.schemaSpot(visit.view);
      if (!spot) continue;
      const { schema } = spot;
      const draft = (schema.draft ??= newDraft());
      if (draft.round !== round) {
        schemas.push(schema);
        begin(draft, round, spot.component ?? visit.name);
      }
      join(draft, visit);
      if (role === undefined ? draft.walked : draft.roles.includes(role)) continue;
      if (role !== undefined) {
        draft.roles.push(role);
        draft.users.push(operation);
      }
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
  for (const { draft, context } of schemas) if (draft && !isContext(draft, context.last)) context.put(contextOf(draft));
  for (const it of before) if (it.draft?.round !== round) it.context.put(noContext);
  return schemas;
}

/** What the way on which a schema was reached says about it. */
function join(draft: Draft, { from, edge }: Visit): void {
  if (!from) return;
  if (edge === 'property') draft.owners = withOne(draft.owners, from);
  if (edge === 'allOf' || edge === 'reference') draft.composedIn = withOne(draft.composedIn, from);
  if (sameValue.has(edge)) draft.alternativeOf = withOne(draft.alternativeOf, from);
}

function withOne(several: Several, one: Schema): Several {
  if (several === undefined || several === one) return one;
  return several instanceof Set ? several.add(one) : new Set([several, one]);
}

/** Collections are told apart by their numbers. */
let rounds = 0;

/** Drafts are kept from one collection to the next. */
function newDraft(): Draft {
  return {
    round: 0,
    name: undefined,
    roles: [],
    users: [],
    composedIn: undefined,
    alternativeOf: undefined,
    owners: undefined,
    walked: false,
  };
}

function begin(draft: Draft, round: number, name: string | undefined): void {
  draft.round = round;
  draft.name = name;
  draft.roles.length = draft.users.length = 0;
  // Sets may be in use as parts of a context.
  draft.composedIn = draft.alternativeOf = draft.owners = undefined;
  draft.walked = false;
}

const none: ReadonlySet<Schema> = new Set();

function contextOf({ name, roles, users, composedIn, alternativeOf, owners }: Draft): SchemaContext {
  return {
    name,
    roles: new Map(roles.map((role, i) => [role, users[i]])),
    composedIn: setOf(composedIn),
    alternativeOf: setOf(alternativeOf),
    owners: setOf(owners),
  };
}

function setOf(several: Several): ReadonlySet<Schema> {
  return several === undefined ? none : several instanceof Set ? several : new Set([several]);
}

/** Whether a context says what the draft says, in the same order. */
function isContext(draft: Draft, context: SchemaContext): boolean {
  if (draft.name !== context.name || draft.roles.length !== context.roles.size) return false;
  let i = 0;
  for (const [role, user] of context.roles) {
    if (draft.roles[i] !== role || draft.users[i] !== user) return false;
    i++;
  }
  return (
    isSet(draft.composedIn, context.composedIn) &&
    isSet(draft.alternativeOf, context.alternativeOf) &&
    isSet(draft.owners, context.owners)
  );
}

function isSet(several: Several, set: ReadonlySet<Schema>): boolean {
  if (several === undefined) return set.size === 0;
  if (!(several instanceof Set)) return set.size === 1 && set.has(several);
  if (several.size !== set.size) return false;
  const others = set.values();
  for (const it of several) if (others.next().value !== it) return false;
  return true;
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
  if (!document.is2)
    for (const { view } of operation.requestContents) addContent(roots, view, outbound ? 'response' : 'request');
  for (const { response } of operation.responses) {
    if (response) for (const it of outbound ? outboundRoots(response) : inboundRoots(response)) roots.push(it);
  }
  return roots;
}

/** The schemas that a response names: many operations share one. */
function rootsOfResponse(response: ApiResponse, outbound: boolean): readonly SchemaRoot[] {
  const { document } = response;
  const roots: SchemaRoot[] = [];
  for (const { view } of response.contents) addContent(roots, view, outbound ? 'request' : 'response');
  for (const [name, header] of response.headers) addHeader(roots, document, header, name, 'header');
  return roots;
}

export function sameRoots(a: readonly SchemaRoot[], b: readonly SchemaRoot[]): boolean {
  return (
    a.length === b.length &&
    a.every((it, i) => it.view === b[i]?.view && it.name === b[i]?.name && it.role === b[i]?.role)
  );
}

const inboundRoots = cellsOf((response: ApiResponse) => rootsOfResponse(response, false), sameRoots, 'fine');
const outboundRoots = cellsOf((response: ApiResponse) => rootsOfResponse(response, true), sameRoots, 'fine');

function addContent(roots: SchemaRoot[], view: View, role: SchemaRole): void {
  // A stream of items (3.2) has the schema of one of them.
  if (view.has('schema')) roots.push({ view: view.get('schema'), name: undefined, role });
  if (view.has('itemSchema')) roots.push({ view: view.get('itemSchema'), name: undefined, role });
}

function addHeader(
  roots: SchemaRoot[],
  document: OpenApiDocument,
  entry: View,
  name: string,
  role: SchemaRole | undefined,
): void {
  const header = document.references.resolve(entry);
  if (header) roots.push({ view: document.is2 ? header : header.get('schema'), name, role });
}

/** The schemas of components, which may have no user in this document. */
function rootsOfComponents(document: OpenApiDocument): readonly SchemaRoot[] {
  const role = undefined;
  const roots: SchemaRoot[] = [];
  for (const [name, view] of document.section('schemas').entries)
    if (!name.startsWith('x-')) roots.push({ view, name, role });
  // What an operation uses was met there.
  for (const it of document.parameters) {
    const schema = it.users.last.length === 0 ? it.schema : undefined;
    if (schema) roots.push({ view: schema, name: it.name, role });
  }
  for (const response of document.responses)
    if (response.users.last.length === 0)
      for (const { schema } of response.contents) roots.push({ view: schema, name: undefined, role });
  for (const [, body] of document.section('requestBodies').entries) {
    const view = document.references.resolve(body);
    for (const { schema } of view ? contentsOf(document, view.get('content')) : [])
      roots.push({ view: schema, name: undefined, role });
  }
  for (const [name, header] of document.section('headers').entries) addHeader(roots, document, header, name, undefined);
  return roots;
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
  const top = view.parent?.parent;
  if (!top || !(top.parent ? !top.parent.parent && top.key === 'components' : view.parent?.key === 'definitions'))
    return undefined;
  return String(view.route.at(-1));
}
