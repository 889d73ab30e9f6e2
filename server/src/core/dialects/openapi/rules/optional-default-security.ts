import { defineRule } from '../../../rules/rule.ts';
import type { Patch } from '../../../fix/patch.ts';
import { fix, requireScheme } from '../fixes.ts';

export default defineRule({
  id: 'openapi/optional-default-security',
  title: 'The default security requirement accepts anonymous callers',
  why: 'The requirements of the list are alternatives. One of them is empty, so whoever sends no credential is served all the same.',
  remedy: 'Remove the empty requirement; where an operation is public on purpose, say so on that operation.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [
    'kics:292919fb-7b26-4454-bee9-ce29094768dd',
    'kics:543e38f4-1eee-479e-8eb0-15257013aa0a',
    'vacuum:owasp-protection-global-unsafe-strict',
  ],
  concepts: ['global-security-empty-requirement'],
  visits: 'openapi.document',
  check(document, report) {
    const { security } = document;
    if (security.state !== 'optional') return;
    const inheriting = document.served.filter((it) => it.security === security && it.publicReason === undefined);
    if (inheriting.length === 0 && document.served.some((it) => it.publicReason !== undefined)) return;
    const named = security.requirements.filter((it) => it.uses.length > 0);
    const empty = security.requirements.filter((it) => it.uses.length === 0);
    if (empty[0]) {
      report({
        at: security.view.anchor('key'),
        related: empty
          .filter(({ view }) => view !== security.view)
          .map(({ view }) => ({ message: 'asks for nothing', at: view.anchor('value') })),
        message: `The root security of "${document.title}" has an empty requirement: the ${inheriting.length} operations that inherit it accept callers without a credential. Remove it.`,
        fixes:
          named.length > 0 && security.view.isList
            ? [
                fix(
                  'Remove the empty requirement',
                  'behaviour',
                  ...empty.map(({ view }): Patch => ({ op: 'remove', at: view.anchor() })),
                ),
              ]
            : requireScheme(document, document.view, 'by default'),
      });
    }
  },
});
