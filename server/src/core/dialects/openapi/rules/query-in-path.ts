import { defineRule } from '../../../rules/rule.ts';

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
      });
    }
  },
});
