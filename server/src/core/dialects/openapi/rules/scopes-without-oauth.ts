import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/scopes-without-oauth',
  title: 'Scopes are listed for a scheme that has none',
  why: 'Readers believe in a split of privileges, but keys and HTTP schemes ignore the list: any holder of a key passes.',
  remedy: 'Empty the list, or use OAuth 2.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [863], stride: ['E'], owasp: ['API5:2023'] },
  equivalents: [
    '42crunch:v3_1-semantic-securityrequirement-nonoauth2scopes',
    'checkov:CKV_OPENAPI_2',
    'kics:37140f7f-724a-4c87-a536-e9cee1d61533',
    'kics:ba239cb9-f342-4c20-812d-7b5a2aa6969e',
  ],
  concepts: ['scopes-on-non-oauth-scheme'],
  visits: ['openapi.document', 'openapi.operation'],
  check(noun, report) {
    const document = 'document' in noun ? noun.document : noun;
    const security = 'document' in noun ? noun.ownSecurity : noun.security;
    const whose = 'document' in noun ? noun.label : 'The root security';
    for (const { view: requirement, uses } of security.requirements) {
      for (const { scheme, view, name } of uses) {
        if (
          !scheme ||
          scheme.kind === 'oauth2' ||
          (scheme.kind === 'openIdConnect' && !document.is2) ||
          scheme.kind === 'other'
        )
          continue;
        if (view.items.length === 0) continue;
        if (report.counts?.(name)) continue;
        report({
          at: requirement.get(name).anchor('key'),
          message: `${whose} lists scopes for "${name}", which is no OAuth scheme: tools ignore them, so every holder of the credential passes.`,
          ...(document.isModern ? { severity: 'hint' as const, reason: 'since 3.1 the list may name roles' } : {}),
          group: {
            key: name,
            from: 4,
            acrossFiles: true,
            message: (n) =>
              `${n} requirements list scopes for "${name}", which is no OAuth scheme, the first is that of ${whose.replace('The root', 'the root')}: tools ignore them, so every holder of the credential passes.`,
          },
          fixes: [fix('Empty the list', 'behaviour', { op: 'set', at: view.anchor(), value: [] })],
        });
      }
    }
  },
});
