import type { Part } from '../../cells/cell.ts';
import { sameElements } from '../../cells/same.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';
import type { Parameter } from './parameter.ts';
import type { ApiResponse, ResponseUse } from './response.ts';

/** The parameters and responses of a document; each is told which operations use it. */
export interface Links {
  readonly parameters: readonly Parameter[];
  readonly responses: readonly ApiResponse[];
}

/**
 * Reads who uses what; each parameter and response once, in the order in which they are met. Those of the last reading
 * that are no more are used by nobody.
 */
export function linksOf(document: OpenApiDocument, before: Links | undefined): Links {
  const operationsOf = new Map<Parameter, Operation[]>();
  const usesOf = new Map<ApiResponse, ResponseUse[]>();
  const meet = <K, V>(map: Map<K, V[]>, key: K | undefined, user?: V): void => {
    if (key === undefined) return;
    let users = map.get(key);
    if (!users) map.set(key, (users = []));
    if (user !== undefined) users.push(user);
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
  for (const it of before?.parameters ?? []) if (!operationsOf.has(it)) it.users.put(none);
  for (const it of before?.responses ?? []) if (!usesOf.has(it)) it.users.put(none);
  for (const [it, users] of operationsOf) tell(it.users, users);
  for (const [it, users] of usesOf) tell(it.users, users);
  return { parameters: [...operationsOf.keys()], responses: [...usesOf.keys()] };
}

const none: readonly never[] = [];

/** Another operation elsewhere is no news for an object. */
function tell<T>(users: Part<readonly T[]>, now: readonly T[]): void {
  if (!sameElements(users.last, now)) users.put(now);
}
