import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { entryOf } from '../words.ts';
import { fix, setKey } from '../fixes.ts';
import { oauthUrls } from '../oauth-urls.ts';
import { isAbsoluteUrl } from '../url.ts';

/** What each flow cannot do without (3.1.1, section 4.8.29). */
const required: Readonly<Record<string, readonly string[]>> = {
  implicit: ['authorizationUrl'],
  password: ['tokenUrl'],
  clientCredentials: ['tokenUrl'],
  authorizationCode: ['authorizationUrl', 'tokenUrl'],
  deviceAuthorization: ['deviceAuthorizationUrl', 'tokenUrl'],
};

export default defineRule({
  id: 'openapi/malformed-oauth-endpoint',
  title: 'OAuth endpoint is not a clean absolute address',
  why: 'User information, fragments and odd characters are read differently by different parsers: the user or the client secret may go to a host that no reviewer saw.',
  remedy: 'Give the absolute https address without user, fragment or placeholder characters.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [601], stride: ['S', 'T'], owasp: ['API2:2023'] },
  equivalents: [
    '42crunch:global-securityscheme-oauth2-authorizationurl',
    '42crunch:global-securityscheme-oauth2-tokenurl',
    '42crunch:v3_1-global-securityscheme-oauth2-authorizationurl',
    'kics:274f910a-0665-4f08-b66d-7058fe927dba',
    'kics:33d96c65-977d-4c33-943f-440baca49185',
    'kics:3ba0cca1-b815-47bf-ac62-1e584eb64a05',
    'kics:52c0d841-60d6-4a81-88dd-c35fef36d315',
  ],
  concepts: ['oauth2-endpoint-url-malformed'],
  visits: 'openapi.security-scheme',
  check(scheme, report) {
    for (const { key, view } of oauthUrls(scheme)) {
      const url = view.text;
      if (url !== undefined && (isAbsoluteUrl(url) || url.includes('{'))) continue;
      const relative = url !== undefined && /^[./]/.test(url);
      report({
        at: view.anchor('value'),
        message: `The ${key} of "${scheme.name}" is no absolute http address, so tools disagree about the host that receives the credentials. Give the whole address.`,
        ...(relative && !scheme.document.is2
          ? { severity: 'info' as const, reason: 'a relative address is resolved against the server' }
          : {}),
      });
    }
    for (const flow of scheme.flows) {
      for (const key of entryOf(required, flow.name) ?? []) {
        if (!flow.view.lacks(key)) continue;
        report({
          at: scheme.document.is2 ? scheme.entry.anchor('key') : flow.view.anchor('key'),
          message: `The ${flow.name} flow of "${scheme.name}" has no ${key}: clients cannot know where to go. Add it.`,
          equivalents:
            key === 'tokenUrl'
              ? ['42crunch:global-securityscheme-oauth2-tokenurl']
              : [
                  '42crunch:global-securityscheme-oauth2-authorizationurl',
                  '42crunch:v3_1-global-securityscheme-oauth2-authorizationurl',
                ],
          fixes: [
            fix(
              `Add ${key}`,
              'needs-value',
              setKey(flow.view, key, blank(`https://login.example.com/${key === 'tokenUrl' ? 'token' : 'authorize'}`)),
            ),
          ],
        });
      }
    }
  },
});
