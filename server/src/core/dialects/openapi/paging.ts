import type { View } from '../../syntax/view.ts';
import { identityOf } from './identity.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';
import { plainName, wordsOf } from './words.ts';

/** Words of a parameter's name that ask for a part of a list. */
const pagingWords = new Set([
  'limit',
  'page',
  'pagesize',
  'perpage',
  'size',
  'offset',
  'cursor',
  'after',
  'before',
  'top',
  'skip',
  'start',
  'pagetoken',
  'maxresults',
  'marker',
  'continuation',
  'first',
  'last',
  'take',
  'rows',
  'max',
  'since',
  'until',
  'from',
  'to',
  'range',
]);

/** Fields of an envelope that lead to the next part. */
const pagingFields =
  /^(?:next|nextpage|nextpageuri|nextpageurl|nextlink|nextcursor|nextpagetoken|nexttoken|cursor|links?|pagination|paging|page|hasmore|hasnext|continuationtoken|marker|meta|pageinfo|odatanextlink)$/;

const envelopeFields = new Set([
  'items',
  'data',
  'results',
  'result',
  'content',
  'value',
  'values',
  'records',
  'list',
  'entries',
  'rows',
  'elements',
  'embedded',
]);

/** True when the operation lets a caller ask for a part of the list. */
export function takesPaging(operation: Operation): boolean {
  return operation.parameters.some(
    (it) =>
      it.location === 'query' &&
      (wordsOf(it.name).some((word) => pagingWords.has(word)) || pagingWords.has(plainName(it.name))),
  );
}

/** An array that an operation answers as a whole. */
export interface AnsweredList {
  readonly array: View;
  readonly status: string;
}

/** The first unbounded array in a success response that is a list as a whole or the content of an envelope. */
export function answeredList(operation: Operation): AnsweredList | undefined {
  for (const { status, response } of operation.responses) {
    if (!/^2(?:\d\d|XX)$/i.test(status) || !response || response.headers.has('link')) continue;
    for (const content of response.contents) {
      if (content.mediaType !== '' && !/json|^\*\/\*$/i.test(content.mediaType)) continue;
      const array = listIn(operation.document, content.schema, plainName(operation.segments.at(-1) ?? ''), new Set());
      if (array) return { array, status };
    }
  }
  return undefined;
}

/** The list in a schema, unless its envelope leads to the next part. Each object is looked at once. */
function listIn(document: OpenApiDocument, schema: View, resource: string, seen: Set<unknown>): View | undefined {
  const view = document.references.resolve(schema);
  if (!view?.isMap || seen.has(identityOf(view)) || seen.size > 200) return undefined;
  seen.add(identityOf(view));
  if (isArray(view)) return isBounded(document, view) ? undefined : view;
  for (const keyword of ['oneOf', 'anyOf']) {
    if (!view.has(keyword)) continue;
    for (const item of view.get(keyword).items) {
      const found = listIn(document, item, resource, seen);
      if (found) return found;
    }
  }
  const properties = propertiesOf(document, view, new Set());
  const members = view.has('allOf') ? view.get('allOf').items : [];
  const arrayOf = members.map((it) => document.references.resolve(it)).find((it) => it !== undefined && isArray(it));
  if (arrayOf) return isBounded(document, view) || isBounded(document, arrayOf) ? undefined : arrayOf;
  if (properties.some(([name]) => pagingFields.test(plainName(name)))) return undefined;
  for (const [name, property] of properties) {
    if (!envelopeFields.has(plainName(name)) && (plainName(name) !== resource || resource === '')) continue;
    const value = document.references.resolve(property);
    if (value && isArray(value) && !isBounded(document, value)) return value;
  }
  return undefined;
}

function isArray(view: View): boolean {
  const type = view.textAt('type');
  return type === undefined
    ? view.has('type') && view.get('type').items.some((it) => it.text === 'array')
    : type === 'array';
}

/** A limit, or a closed list of possible items. */
function isBounded(document: OpenApiDocument, view: View): boolean {
  if (view.has('maxItems') || view.has('enum') || view.has('const')) return true;
  if (view.get('allOf').items.some((it) => document.references.resolve(it)?.has('maxItems') ?? true)) return true;
  return document.references.resolve(view.get('items'))?.has('enum') === true;
}

function propertiesOf(document: OpenApiDocument, view: View, seen: Set<unknown>): readonly (readonly [string, View])[] {
  if (seen.has(identityOf(view))) return [];
  seen.add(identityOf(view));
  const own = view.has('properties') ? view.get('properties').entries : [];
  if (!view.has('allOf')) return own;
  const inherited = view.get('allOf').items.flatMap((it) => {
    const member = document.references.resolve(it);
    return member ? propertiesOf(document, member, seen) : [];
  });
  return [...own, ...inherited];
}
