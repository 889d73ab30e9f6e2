import { sameElements } from '../../../cells/same.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { cellsWithin } from '../suspects.ts';

/** What the path item of an entry holds. */
const keysOf = cellsWithin((document, entry: View) => document.references.resolve(entry)?.keys ?? [], sameElements);

const notes = ['parameters', 'summary', 'description', 'servers', '$ref'];

export default defineRule({
  id: 'openapi/ambiguous-paths',
  title: 'Two path templates match the same request',
  why: 'Gateway and service may choose different operations for one address, so the security of one guards the code of the other.',
  remedy: 'Keep one template, or tell them apart by a literal segment.',
  category: 'contract',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [436], stride: ['E', 'T'], owasp: ['API8:2023'] },
  equivalents: [
    'ibm:ibm-no-ambiguous-paths',
    'kics:237402e2-c2f0-46c9-9cf5-286160cf7bfc',
    'kics:b2468463-3ac4-4930-890c-f35b2bf4485d',
    'redocly:no-ambiguous-paths',
    'redocly:no-identical-paths',
    'speakeasy:semantic-no-ambiguous-paths',
    'spectral:path-params',
    'vacuum:no-ambiguous-paths',
    'vacuum:path-params',
  ],
  concepts: ['ambiguous-paths'],
  visits: 'openapi.document',
  check(document, report) {
    const seen = new Map<string, { path: string; entry: View }>();
    const told = new Set<string>();
    for (const [path, entry] of document.view.get('paths').entries) {
      if (!path.startsWith('/')) continue;
      const shape = path.replace(/\{[^{}]*\}/g, '{}').replace(/(?<=.)\/$/, '');
      const other = seen.get(shape);
      if (!other) {
        seen.set(shape, { path, entry });
        continue;
      }
      const others = keysOf(document, other.entry);
      const shared = keysOf(document, entry).some(
        (it) => others.includes(it) && !notes.includes(it) && !it.startsWith('x-'),
      );
      const tell = (at: View, one: string, another: string): void =>
        report({
          at: at.anchor('key'),
          message: `${one} matches the same requests as ${another}: gateway and service may choose different operations.`,
          ...(shared ? {} : { severity: 'hint' as const, reason: 'they share no method' }),
        });
      // Either may be the one to change, so it is told at both, once.
      if (!told.has(other.path)) tell(other.entry, other.path, path);
      told.add(other.path);
      tell(entry, path, other.path);
    }
  },
});
