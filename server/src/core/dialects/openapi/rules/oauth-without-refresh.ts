import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { isAbsoluteUrl } from '../url.ts';

export default defineRule({
  id: 'openapi/oauth-without-refresh',
  title: 'OAuth 2 flow has no refresh endpoint',
  why: 'Without refresh, operators issue tokens that live for days, and a stolen one lives as long.',
  remedy: 'State refreshUrl, and keep access tokens short-lived.',
  category: 'authentication',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [613], stride: ['S'], owasp: ['API2:2023'] },
  equivalents: ['spectral-owasp:owasp:api2:2023-short-lived-access-tokens'],
  concepts: ['oauth2-flow-without-refresh'],
  visits: 'openapi.security-scheme',
  check(scheme, report) {
    if (scheme.document.is2) return;
    for (const flow of scheme.flows) {
      if (flow.name === 'clientCredentials' || !flow.view.isMap || !flow.view.lacks('refreshUrl')) continue;
      // A token endpoint in clear text is told by its own rule; the refresh goes encrypted from the start.
      const tokenUrl = flow.view.stringAt('tokenUrl')?.replace(/^http:/i, 'https:');
      report({
        at: flow.view.anchor('key'),
        message: `The ${flow.name} flow of "${scheme.name}" has no refreshUrl: access tokens are probably long-lived.`,
        fixes:
          tokenUrl === undefined || !isAbsoluteUrl(tokenUrl)
            ? []
            : [fix('Refresh at the token endpoint', 'behaviour', setKey(flow.view, 'refreshUrl', tokenUrl))],
      });
    }
  },
});
