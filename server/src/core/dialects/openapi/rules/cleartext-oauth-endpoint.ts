import { defineRule } from '../../../rules/rule.ts';
import { encryptAddress } from '../fixes.ts';
import { oauthUrls } from '../oauth-urls.ts';
import { hostOf, isLoopback } from '../server.ts';

export default defineRule({
  id: 'openapi/cleartext-oauth-endpoint',
  title: 'OAuth or OpenID endpoint is plain http',
  why: 'Codes, client secrets and tokens are readable on the way, and whoever stands there can issue tokens of his own.',
  remedy: 'Use the https address of the endpoint.',
  category: 'transport',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [319], stride: ['S', 'I'], owasp: ['API2:2023'] },
  equivalents: ['specmatic:oauth-token-url-https-only', 'specmatic:openid-connect-url-https-only'],
  concepts: ['oauth-endpoint-cleartext'],
  visits: 'openapi.security-scheme',
  check(scheme, report) {
    for (const { key, view } of oauthUrls(scheme)) {
      const url = view.text ?? '';
      if (!/^http:\/\//i.test(url) || isLoopback(hostOf(url) ?? '')) continue;
      const encrypt = encryptAddress(view);
      report({
        at: view.anchor('value'),
        message: `The ${key} of "${scheme.name}" is plain http: codes, secrets and tokens are readable on the way. Use https.`,
        fixes: encrypt ? [encrypt] : [],
      });
    }
  },
});
