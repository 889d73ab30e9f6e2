import { defineRule } from '../../../rules/rule.ts';
import { requireScheme } from '../fixes.ts';

export default defineRule({
  id: 'openapi/missing-default-security',
  title: 'No default security requirement',
  why: 'Without a default every new operation is public until somebody remembers to protect it; one forgotten route is a way in.',
  remedy: 'Add a root security list with the scheme that most operations need.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [306], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [
    '42crunch:global-security',
    'checkov:CKV_OPENAPI_4',
    'kics:74703c89-0ea2-49ab-a7db-bf04f19f5a57',
    'kics:8af270ce-298b-4405-9922-82a10aee7a4f',
  ],
  concepts: ['global-security-undefined'],
  visits: 'openapi.document',
  check(document, report) {
    if (document.declaresNoScheme) return;
    if (document.isLibrary || document.security.state !== 'missing' || document.served.length === 0) return;
    if (document.served.every((it) => it.publicReason !== undefined)) return;
    const open = document.served.filter((it) => it.security.state === 'missing' && it.publicReason === undefined);
    const { security } = document;
    report({
      at: security.view.isNull ? security.view.anchor('key') : document.at,
      message:
        open.length > 0
          ? `"${document.title}" has no default security requirement: ${open.length} of its ${document.served.length} operations ask for no credential, and new ones will not either. Add a root security list.`
          : `"${document.title}" has no default security requirement. Every operation protects itself today; the next one may forget. Add a root security list.`,
      ...(open.length === 0 ? { severity: 'hint' as const, reason: 'every operation has its own requirement' } : {}),
      fixes: requireScheme(document, document.view, 'by default'),
    });
  },
});
