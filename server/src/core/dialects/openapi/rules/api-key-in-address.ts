import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { placesOf, relatedUses, useText } from '../scheme-use.ts';

export default defineRule({
  id: 'openapi/api-key-in-address',
  title: 'API key is sent in the address',
  why: 'Addresses end up in access logs, traces, browser history and referrers, and each copy is a working credential.',
  remedy: 'Send the key in a header.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [598], stride: ['I'], owasp: ['API2:2023'] },
  equivalents: [
    '42crunch:global-securityscheme-apikey-inquery',
    'semgrep:api-key-in-query-parameter',
    'speakeasy:owasp-no-api-keys-in-url',
    'specmatic:no-apikey-in-query-parameters',
    'spectral-owasp:owasp:api2:2023-no-api-keys-in-url',
    'vacuum:owasp-no-api-keys-in-url',
  ],
  concepts: ['api-key-in-query'],
  visits: 'openapi.security-scheme',
  check(scheme, report) {
    if (scheme.kind !== 'apiKey' || (scheme.location !== 'query' && scheme.location !== 'path')) return;
    const places = placesOf(scheme);
    report({
      at: scheme.view.get('in').anchor('value'),
      message: `The key of "${scheme.name}" travels in the ${scheme.location}, where every log keeps it; ${useText(places)}. Send it in a header.`,
      related: relatedUses(places),
      fixes: [fix('Send it in a header', 'behaviour', setKey(scheme.view, 'in', 'header'))],
    });
  },
});
