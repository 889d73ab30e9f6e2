import type { LensHost } from '../../rules/context.ts';
import type { Visitor } from '../../rules/nouns.ts';
import type { Source } from '../../syntax/view.ts';
import type { DataDialect } from '../dialect.ts';
import { OpenApiDocument, versionOf } from './document.ts';
import { openapiFacts } from './facts.ts';

/** OpenAPI 2.0 to 3.2. A file without the root key is a fragment: it is not judged alone, but reached by references. */
export const openapi: DataDialect = {
  name: 'openapi',
  sniff: (text) => /["']?(?:openapi|swagger)["']?[ \t]*:/.test(text),
  detect: (root) => root.isMap && versionOf(root) !== undefined,
  visit: visitDocument,
  facts: openapiFacts,
};

function visitDocument(source: Source, host: LensHost, visit: Visitor): void {
  const document = new OpenApiDocument(source, host);
  visit('openapi.document', document);
  for (const server of document.allServers) visit('openapi.server', server);
  for (const scheme of document.schemes.values()) visit('openapi.security-scheme', scheme);
  for (const operation of document.operations) visit('openapi.operation', operation);
  for (const parameter of document.parameters) visit('openapi.parameter', parameter);
  for (const response of document.responses) visit('openapi.response', response);
  for (const schema of document.schemas) visit('openapi.schema', schema);
}
