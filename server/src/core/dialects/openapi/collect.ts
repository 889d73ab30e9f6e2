import type { View } from '../../syntax/view.ts';
import { type Identity, identityOf } from './identity.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';
import { referenceOf, written } from './references.ts';
import { contentsOf } from './response.ts';
import type { Schema, SchemaContext, SchemaEdge, SchemaRole } from './schema.ts';

/** A schema still to be looked at, and how it was reached. */
interface Visit {
  readonly view: View;
  readonly name: string | undefined;
  readonly owner?: Schema;
  readonly composedIn?: Schema;
  readonly alternativeOf?: Schema;
}

/** All schemas with what only the whole document tells about each. */
export interface Collected {
  readonly schemas: readonly Schema[];
  readonly contexts: ReadonlyMap<Schema, SchemaContext>;
}

/** A context that is still being read. */
interface Draft extends SchemaContext {
  readonly schema: Schema;
  readonly roles: Map<SchemaRole, Operation | undefined>;
  readonly composedIn: Set<Schema>;
  readonly alternativeOf: Set<Schema>;
  readonly owners: Set<Schema>;
}

/** Edges to a schema of the same value. */
const sameValue: ReadonlySet<SchemaEdge> = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'condition']);

/**
 * Finds every schema object once. Each is walked at most once for each role, without recursion, so that neither cycles
 * nor schemas that share parts a thousandfold cost more than their own size.
 */
export function collectSchemas(document: OpenApiDocument): Collected {
  const known = new Map<Identity, Draft>();
  /** Reached from a component only: no role. */
  const walked = new Set<Draft>();

  const mark = (
    start: View,
    name: string | undefined,
    role: SchemaRole | undefined,
    operation: Operation | undefined,
  ): void => {
    const todo: Visit[] = [{ view: start, name }];
    for (let visit = todo.pop(); visit; visit = todo.pop()) {
      const own = document.references.siblingsCount && hasOwnKeywords(visit.view);
      const view = own ? visit.view : document.references.resolve(visit.view);
      if (!view?.isMap) continue;
      let draft = known.get(identityOf(view));
      if (!draft) {
        draft = draftOf(document.schemaAt(written(view)), componentName(view) ?? visit.name);
        known.set(identityOf(view), draft);
      }
      const { schema, name } = draft;
      if (visit.owner) draft.owners.add(visit.owner);
      if (visit.composedIn) draft.composedIn.add(visit.composedIn);
      if (visit.alternativeOf) draft.alternativeOf.add(visit.alternativeOf);
      if (role === undefined ? walked.has(draft) : draft.roles.has(role)) continue;
      if (role !== undefined) draft.roles.set(role, operation);
      walked.add(draft);
      const target = own ? document.references.resolve(view) : undefined;
      if (target) todo.push({ view: target, name, composedIn: schema, alternativeOf: schema });
      for (const child of schema.subschemas) {
        todo.push({
          view: child.view,
          name: child.name ?? (child.edge === 'items' ? (name === undefined ? undefined : `${name}[]`) : name),
          ...(child.edge === 'property' ? { owner: schema } : {}),
          ...(child.edge === 'allOf' ? { composedIn: schema } : {}),
          ...(sameValue.has(child.edge) ? { alternativeOf: schema } : {}),
        });
      }
    }
  };

  for (const operation of document.operations) {
    // What the API sends in a callback is output, and what it gets back is input.
    const outbound = operation.kind !== 'path';
    const sent: SchemaRole = outbound ? 'response' : 'request';
    const answered: SchemaRole = outbound ? 'request' : 'response';
    for (const parameter of operation.parameters) {
      const body = document.is2 && parameter.location === 'body';
      if (parameter.schema)
        mark(parameter.schema, parameter.name, outbound ? 'header' : body ? 'request' : 'parameter', operation);
    }
    if (!document.is2) for (const content of operation.requestContents) markContent(content.view, sent, operation);
    for (const { response } of operation.responses) {
      for (const content of response?.contents ?? []) markContent(content.view, answered, operation);
      for (const [name, header] of response?.headers ?? []) markHeader(header, name, operation);
    }
  }
  for (const [name, view] of document.section('schemas').entries)
    if (!name.startsWith('x-')) mark(view, name, undefined, undefined);
  for (const parameter of document.parameters)
    if (parameter.schema) mark(parameter.schema, parameter.name, undefined, undefined);
  for (const response of document.responses)
    for (const content of response.contents) mark(content.schema, undefined, undefined, undefined);
  for (const [, body] of document.section('requestBodies').entries) {
    const view = document.references.resolve(body);
    for (const content of view ? contentsOf(document, view.get('content')) : [])
      mark(content.schema, undefined, undefined, undefined);
  }
  for (const [name, header] of document.section('headers').entries) markHeader(header, name, undefined);
  const drafts = [...known.values()];
  return { schemas: drafts.map((it) => it.schema), contexts: new Map(drafts.map((it) => [it.schema, it])) };

  function markContent(media: View, role: SchemaRole, operation: Operation): void {
    mark(media.get('schema'), undefined, role, operation);
    // A stream of items (3.2) has the schema of one of them.
    mark(media.get('itemSchema'), undefined, role, operation);
  }

  function markHeader(entry: View, name: string, operation: Operation | undefined): void {
    const header = document.references.resolve(entry);
    if (header) mark(document.is2 ? header : header.get('schema'), name, operation ? 'header' : undefined, operation);
  }
}

function draftOf(schema: Schema, name: string | undefined): Draft {
  return {
    schema,
    name,
    roles: new Map(),
    composedIn: new Set(),
    alternativeOf: new Set(),
    owners: new Set(),
  };
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
