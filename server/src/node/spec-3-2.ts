/**
 * OpenAPI 3.2 for a checker that knows 3.1. Every 3.1 document is one of 3.2, and 3.2 only adds fields (its appendix of
 * changes); so a copy that is called 3.1 and has the additions taken out breaks 3.1 exactly where the original breaks
 * 3.2, except inside the additions, which our own rules read. That says more than refusing the version would.
 */
export function as31(document: Record<string, unknown>): void {
  document['openapi'] = '3.1.1';
  delete document['$self'];
  walk(document, 'document', 0);
}

/** What an object is, as far as 3.2 added something to it or below it. */
type Kind =
  | 'document'
  | 'components'
  | 'path-item'
  | 'operation'
  | 'parameter'
  | 'header'
  | 'request-body'
  | 'media-type'
  | 'response'
  | 'example'
  | 'security-scheme'
  | 'flows'
  | 'server'
  | 'tag'
  | 'link';

/** Fields of 3.2 by object. */
const added: { readonly [K in Kind]?: readonly string[] } = {
  components: ['mediaTypes'],
  'path-item': ['query', 'additionalOperations'],
  'media-type': ['itemSchema', 'itemEncoding', 'prefixEncoding'],
  response: ['summary'],
  example: ['dataValue', 'serializedValue'],
  'security-scheme': ['oauth2MetadataUrl', 'deprecated'],
  flows: ['deviceAuthorization'],
  server: ['name'],
  tag: ['summary', 'parent', 'kind'],
};

/** Where objects stand below each other: `list` and `map` hold many, `map of maps` is a callback. */
type Below = readonly [field: string, shape: 'one' | 'many' | 'many of many', kind: Kind];

const content: readonly Below[] = [
  ['content', 'many', 'media-type'],
  ['examples', 'many', 'example'],
];

const below: { readonly [K in Kind]?: readonly Below[] } = {
  document: [
    ['paths', 'many', 'path-item'],
    ['webhooks', 'many', 'path-item'],
    ['components', 'one', 'components'],
    ['servers', 'many', 'server'],
    ['tags', 'many', 'tag'],
  ],
  components: [
    ['pathItems', 'many', 'path-item'],
    ['parameters', 'many', 'parameter'],
    ['headers', 'many', 'header'],
    ['requestBodies', 'many', 'request-body'],
    ['responses', 'many', 'response'],
    ['examples', 'many', 'example'],
    ['securitySchemes', 'many', 'security-scheme'],
    ['callbacks', 'many of many', 'path-item'],
    ['links', 'many', 'link'],
  ],
  'path-item': [
    ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'].map(
      (it): Below => [it, 'one', 'operation'],
    ),
    ['parameters', 'many', 'parameter'],
    ['servers', 'many', 'server'],
  ],
  operation: [
    ['parameters', 'many', 'parameter'],
    ['requestBody', 'one', 'request-body'],
    ['responses', 'many', 'response'],
    ['callbacks', 'many of many', 'path-item'],
    ['servers', 'many', 'server'],
  ],
  parameter: content,
  header: content,
  'request-body': content,
  'media-type': [['examples', 'many', 'example']],
  response: [...content, ['headers', 'many', 'header'], ['links', 'many', 'link']],
  'security-scheme': [['flows', 'one', 'flows']],
  link: [['server', 'one', 'server']],
};

/** Callbacks nest operations in operations; nobody writes them this deep. */
const deepest = 60;

function walk(value: unknown, kind: Kind, depth: number): void {
  if (!isObject(value) || depth > deepest) return;
  for (const field of added[kind] ?? []) delete value[field];
  // A media type may be a reference in 3.2: in 3.1 an empty one is the nearest thing.
  if (kind === 'media-type') delete value['$ref'];
  // A response needs no description any more.
  if (kind === 'response' && value['$ref'] === undefined) value['description'] ??= '';
  if (kind === 'parameter') makeParameterOlder(value);
  for (const [field, shape, of] of below[kind] ?? []) {
    const child = value[field];
    if (shape === 'one') walk(child, of, depth + 1);
    else
      for (const it of valuesOf(child)) {
        if (shape === 'many') walk(it, of, depth + 1);
        else for (const inner of valuesOf(it)) walk(inner, of, depth + 1);
      }
  }
}

/** The whole query as one parameter, and the style of cookies, are new. */
function makeParameterOlder(parameter: Record<string, unknown>): void {
  if (parameter['in'] === 'querystring') parameter['in'] = 'query';
  if (parameter['in'] === 'cookie' && parameter['style'] === 'cookie') delete parameter['style'];
}

function valuesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
