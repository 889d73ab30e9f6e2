import { Cell } from '../../cells/cell.ts';
import { sameValue } from '../../cells/same.ts';
import type { LensHost } from '../../rules/context.ts';
import type { Nouns } from '../../rules/nouns.ts';
import type { Source } from '../../syntax/view.ts';
import type { DataDialect } from '../dialect.ts';
import { OpenApiDocument, versionOf } from './document.ts';
import { openapiFacts } from './facts.ts';

/** OpenAPI 2.0 to 3.2. A file without the root key is a fragment: it is not judged alone, but reached by references. */
export const openapi: DataDialect = {
  name: 'openapi',
  sniff: (text) => /["']?(?:openapi|swagger)["']?[ \t]*:/.test(text),
  detect: (root) => root.isMap && versionOf(root) !== undefined,
  visit: (source, host, visit, wanted) => {
    for (const { name, nouns } of listsOf(lensOf(source, host))) {
      // To collect all schemas takes as long as to read a contract.
      if (name === 'openapi.schema' && wanted?.(name) === false) continue;
      for (const noun of nouns()) visit(name, noun as never);
    }
  },
  live: (source, host) => {
    const document = new OpenApiDocument(source, host);
    const nouns = new Cell(() => listsOf(document).map((it) => [it.name, it.nouns()] as const), Object.is, 'fine');
    const facts = new Cell(() => openapiFacts(document), sameValue, 'fine');
    return {
      settle: (due) => document.settle(due),
      isSettled: () => document.isSettled,
      nouns: () => nouns.value,
      facts: () => facts.value,
      isWhole: (name) => name === 'openapi.document',
      stale: () => versionOf(document.view) !== document.version,
    };
  },
  facts: (source, host) => openapiFacts(lensOf(source, host)),
};

/** What nouns and facts of a file that stands still are read from. */
function lensOf(source: Source, host: LensHost): OpenApiDocument {
  const known = host.lenses?.get(source);
  if (known instanceof OpenApiDocument) return known;
  const made = new OpenApiDocument(source, host);
  host.lenses?.set(source, made);
  return made;
}

interface OpenApiNouns {
  readonly name: keyof Nouns & `openapi.${string}`;
  readonly nouns: () => readonly Nouns[keyof Nouns & `openapi.${string}`][];
}

/** In the order of announcement; each list is made when its turn comes, so that a lens that fails shows what was before. */
function listsOf(document: OpenApiDocument): readonly OpenApiNouns[] {
  return [
    { name: 'openapi.document', nouns: () => [document] },
    { name: 'openapi.server', nouns: () => document.allServers },
    { name: 'openapi.security-scheme', nouns: () => [...document.schemes.values()] },
    { name: 'openapi.operation', nouns: () => document.operations },
    { name: 'openapi.parameter', nouns: () => document.parameters },
    { name: 'openapi.response', nouns: () => document.responses },
    { name: 'openapi.schema', nouns: () => document.schemas },
  ];
}
