import { defineRule } from '../../../rules/rule.ts';
import type { Fix, Patch } from '../../../fix/patch.ts';
import type { View } from '../../../syntax/view.ts';
import type { OpenApiDocument } from '../document.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/query-in-path',
  title: 'Path contains a query or a fragment',
  why: 'Parameters in the key of a path are not validated, and some routers drop everything behind the question mark.',
  remedy: 'Declare query parameters under parameters.',
  category: 'input-validation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'redocly:path-not-include-query',
    'speakeasy:semantic-path-query',
    'spectral:path-not-include-query',
    'vacuum:path-not-include-query',
  ],
  concepts: ['query-string-in-path'],
  visits: 'openapi.document',
  check(document, report) {
    for (const [path, entry] of document.view.get('paths').entries) {
      const bare = path.replace(/\{[^{}]*\}/g, '');
      if (path.startsWith('x-') || !/[?#]/.test(bare)) continue;
      report({
        at: entry.anchor('key'),
        message: `The path ${path} contains a ${bare.includes('?') ? 'query' : 'fragment'}, which nothing validates. Declare query parameters instead.`,
        ...(bare.includes('?') ? {} : { severity: 'info' as const, reason: 'a fragment is never sent' }),
        fixes: declareQuery(document, path, entry),
      });
    }
  },
});

/** Cuts the path before its query and declares the parts as parameters; a fragment is only cut off. */
function declareQuery(document: OpenApiDocument, path: string, entry: View): readonly Fix[] {
  const [, plain = '', query = ''] = /^([^?#]*)\??([^#]*)/.exec(path) ?? [];
  const parameters = entry.get('parameters');
  if (
    !entry.isMap ||
    plain === '' ||
    document.view.at('paths', plain).exists ||
    !(parameters.missing || parameters.isList)
  )
    return [];
  const names = query.split('&').flatMap((part) => /^([\w.[\]-]+)=/.exec(part)?.[1] ?? []);
  if (query !== '' && names.length !== query.split('&').length) return [];
  const type = { type: 'string', maxLength: 255 };
  const declare = [...new Set(names)].map(
    (name): Patch => ({
      op: 'append',
      at: parameters.anchor(),
      value: document.is2 ? { name, in: 'query', ...type } : { name, in: 'query', schema: type },
    }),
  );
  const title = names.length > 0 ? `Declare ${names.join(', ')} as query parameters` : `Call the path ${plain}`;
  return [fix(title, 'behaviour', ...declare, { op: 'rename', at: entry.anchor(), key: plain })];
}
