import { cellsOf, cellsOfLens } from '../../cells/cell.ts';
import { sameElements } from '../../cells/same.ts';
import type { View } from '../../syntax/view.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';
import type { ApiResponse } from './response.ts';

/**
 * Rules that see a whole document look only at what is suspicious in it. What is, each operation or response tells for
 * itself and keeps: after an edit the document asks many who have nothing new to say.
 */

/** Cells of places within a document: two documents that reach one place may see other files around it. */
export function cellsWithin<K extends object, T>(
  compute: (document: OpenApiDocument, key: K) => T,
  same?: (a: T, b: T) => boolean,
  fine?: 'fine',
): (document: OpenApiDocument, key: K) => T {
  const documents = new WeakMap<OpenApiDocument, (key: K) => T>();
  return (document, key) => {
    let cells = documents.get(document);
    if (!cells) documents.set(document, (cells = cellsOfLens((key: K) => compute(document, key), same, fine)));
    return cells(key);
  };
}

/** What is found in the responses of a document, each looked at once, in the order of {@link OpenApiDocument.responses}. */
export function inResponses<T>(
  find: (response: ApiResponse) => readonly T[],
): (document: OpenApiDocument) => readonly T[] {
  const ofResponse = cellsOf(find, sameElements);
  const ofOperation = cellsOf(
    (operation: Operation) =>
      operation.responses.flatMap(({ response }) => (response && ofResponse(response).length > 0 ? [response] : [])),
    sameElements,
  );
  return (document) => {
    const suspects = new Set<ApiResponse>();
    for (const operation of document.operations) for (const it of ofOperation(operation)) suspects.add(it);
    for (const [, entry] of document.section('responses').entries) {
      const response = document.response(entry);
      if (response) suspects.add(response);
    }
    return [...suspects].flatMap(ofResponse);
  };
}

/** What is found in the request bodies: those of the operations, then those that are kept for reuse. */
export function inRequestBodies<T>(
  find: (document: OpenApiDocument, body: View) => readonly T[],
): (document: OpenApiDocument) => readonly T[] {
  const ofOperation = cellsOf(
    ({ document, requestBody }: Operation) => (requestBody ? find(document, requestBody) : []),
    sameElements,
  );
  const ofEntry = cellsWithin((document, entry: View) => {
    const body = document.references.resolve(entry);
    return body ? find(document, body) : [];
  }, sameElements);
  return (document) => [
    ...document.operations.flatMap(ofOperation),
    ...document.section('requestBodies').entries.flatMap(([, entry]) => ofEntry(document, entry)),
  ];
}
