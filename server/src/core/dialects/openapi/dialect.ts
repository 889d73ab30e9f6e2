import { Cell } from '../../cells/cell.ts';
import { sameValue } from '../../cells/same.ts';
import type { Nouns } from '../../rules/nouns.ts';
import type { DataDialect } from '../dialect.ts';
import { OpenApiDocument, versionOf } from './document.ts';
import { openapiFacts } from './facts.ts';

/** OpenAPI 2.0 to 3.2. A file without the root key is a fragment: it is not judged alone, but reached by references. */
export const openapi: DataDialect = {
  name: 'openapi',
  sniff: (text) => /["']?(?:openapi|swagger)["']?[ \t]*:/.test(text),
  detect: (root) => root.isMap && versionOf(root) !== undefined,
  visit: (source, host, visit) => {
    for (const [name, noun] of nounsOf(new OpenApiDocument(source, host))) visit(name, noun);
  },
  live: (source, host) => {
    const document = new OpenApiDocument(source, host);
    const nouns = new Cell(() => [...nounsOf(document)], Object.is, 'fine');
    const facts = new Cell(() => openapiFacts(document), sameValue, 'fine');
    return {
      nouns: () => nouns.value,
      facts: () => facts.value,
      isWhole: (name) => name === 'openapi.document',
      stale: () => versionOf(document.view) !== document.version,
    };
  },
  facts: (source, host) => openapiFacts(new OpenApiDocument(source, host)),
};

type OpenApiNoun = { [N in keyof Nouns & `openapi.${string}`]: readonly [name: N, noun: Nouns[N]] }[keyof Nouns &
  `openapi.${string}`];

function* nounsOf(document: OpenApiDocument): Generator<OpenApiNoun> {
  yield ['openapi.document', document];
  for (const server of document.allServers) yield ['openapi.server', server];
  for (const scheme of document.schemes.values()) yield ['openapi.security-scheme', scheme];
  for (const operation of document.operations) yield ['openapi.operation', operation];
  for (const parameter of document.parameters) yield ['openapi.parameter', parameter];
  for (const response of document.responses) yield ['openapi.response', response];
  for (const schema of document.schemas) yield ['openapi.schema', schema];
}
