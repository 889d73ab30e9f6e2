import { defineRule } from '../../../rules/rule.ts';
import { requireScheme } from '../fixes.ts';

export default defineRule({
  id: 'openapi/empty-default-security',
  title: 'The default security requirement is an empty list',
  why: 'An empty list means that no credential is needed: every operation that does not override it is open, while the file looks as if security had been thought of.',
  remedy: 'List the scheme that callers must use.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [
    'checkov:CKV_OPENAPI_4',
    'kics:d674aea4-ba8b-454b-bb97-88a772ea33f0',
    'kics:da31d54b-ad54-41dc-95eb-8b3828629213',
  ],
  concepts: ['global-security-empty-array'],
  visits: 'openapi.document',
  check(document, report) {
    if (document.security.state !== 'none' || document.isLibrary) return;
    const open = document.served.filter((it) => it.security === document.security && it.publicReason === undefined);
    if (open.length === 0 && document.served.some((it) => it.publicReason !== undefined)) return;
    report({
      at: document.security.view.anchor('key'),
      message: `The root security of "${document.title}" is empty: ${open.length} of its ${document.served.length} operations inherit it and ask for no credential. List the scheme that callers must use.`,
      fixes: requireScheme(document, document.view, 'by default'),
    });
  },
});
