import { Cell } from '../../cells/cell.ts';
import { sameElements } from '../../cells/same.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';
import type { Parameter } from './parameter.ts';
import type { ApiResponse, ResponseUse } from './response.ts';

/** The parameters and responses of a document, and which operations use each. */
export interface Links {
  readonly parameters: readonly Parameter[];
  readonly responses: readonly ApiResponse[];
  readonly operationsOf: ReadonlyMap<Parameter, readonly Operation[]>;
  readonly usesOf: ReadonlyMap<ApiResponse, readonly ResponseUse[]>;
}

/** Reads who uses what; each parameter and response once, in the order in which they are met. */
export function linksOf(document: OpenApiDocument): Links {
  const operationsOf = new Map<Parameter, Operation[]>();
  const usesOf = new Map<ApiResponse, ResponseUse[]>();
  const meet = <K, V>(map: Map<K, V[]>, key: K | undefined, user?: V): void => {
    if (key === undefined) return;
    const users = map.get(key) ?? [];
    if (user !== undefined) users.push(user);
    map.set(key, users);
  };
  for (const operation of document.operations) {
    for (const parameter of operation.parameters) meet(operationsOf, parameter, operation);
    for (const parameter of operation.listedParameters) meet(operationsOf, parameter);
    for (const use of operation.responses) meet(usesOf, use.response, use.use);
  }
  // A path that has no operation yet may have its parameters already.
  for (const [, item] of document.view.get('paths').entries)
    for (const parameter of document.pathParameters(item)) meet(operationsOf, parameter);
  for (const [, entry] of document.section('parameters').entries) meet(operationsOf, document.parameter(entry));
  for (const [, entry] of document.section('responses').entries) meet(usesOf, document.response(entry));
  return { parameters: [...operationsOf.keys()], responses: [...usesOf.keys()], operationsOf, usesOf };
}

/** The users of one object: another operation elsewhere is no news for it. */
export function usersCell<T>(read: () => readonly T[] | undefined): Cell<readonly T[]> {
  return new Cell(() => read() ?? [], sameElements);
}
