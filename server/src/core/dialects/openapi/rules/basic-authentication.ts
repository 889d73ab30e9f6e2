import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { placesOf, relatedUses, reportUses, useText } from '../scheme-use.ts';

const declared = [
  'checkov:CKV_OPENAPI_13',
  'checkov:CKV_OPENAPI_3',
  'kics:221015a8-aa2a-43f5-b00b-ad7d2b1d47a8',
  'kics:68e5fcac-390c-4939-a373-6074b7be7c71',
  'kics:77276d82-4f45-4cf1-8e2b-4d345b936228',
  'semgrep:use-of-basic-authentication',
  'speakeasy:owasp-no-http-basic',
  'specmatic:no-http-basic',
  'spectral-owasp:owasp:api2:2023-no-http-basic',
  'vacuum:owasp-no-http-basic',
];

export default defineRule({
  id: 'openapi/basic-authentication',
  title: 'HTTP Basic authentication is offered',
  why: 'Basic sends the long-lived password with every request: one proxy log or one hop that ends TLS yields credentials that work until somebody changes them.',
  remedy: 'Use OAuth 2, OpenID Connect or a bearer token that expires.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [522], stride: ['S', 'I'], owasp: ['API2:2023'] },
  equivalents: [
    'checkov:CKV_OPENAPI_13',
    'checkov:CKV_OPENAPI_3',
    'kics:221015a8-aa2a-43f5-b00b-ad7d2b1d47a8',
    'kics:68e5fcac-390c-4939-a373-6074b7be7c71',
    'kics:77276d82-4f45-4cf1-8e2b-4d345b936228',
    'semgrep:use-of-basic-authentication',
    'speakeasy:owasp-no-http-basic',
    'specmatic:no-http-basic',
    'spectral-owasp:owasp:api2:2023-no-http-basic',
    'vacuum:owasp-no-http-basic',
    '42crunch:v3-global-securityrequirement-http-basic-clear',
    'checkov:CKV_OPENAPI_15',
    'kics:86b1fa30-9790-4980-994d-a27e0f6f27c1',
    'kics:ceefb058-8065-418f-9c4c-584a78c7e104',
  ],
  concepts: ['http-basic-scheme-defined', 'http-basic-used-by-operation'],
  visits: 'openapi.security-scheme',
  check(scheme, report) {
    if (scheme.kind !== 'basic') return;
    const { view, document } = scheme;
    const places = placesOf(scheme);
    const type = view.has('scheme') ? view.get('scheme') : view.get('type');
    reportUses(
      scheme,
      'which sends the password with every request',
      this.equivalents.filter((it) => !declared.includes(it)),
      report,
    );
    report({
      at: type.anchor('value'),
      message: `"${scheme.name}" is HTTP Basic: the password travels with every request, and ${useText(places)}. Use a token that expires.`,
      ...(places.some((it) => it.operation) ? {} : { equivalents: declared }),
      related: relatedUses(places),
      fixes: document.is2
        ? [
            fix(
              'Use a bearer token instead',
              'behaviour',
              setKey(view, 'type', 'apiKey'),
              setKey(view, 'name', 'Authorization'),
              setKey(view, 'in', 'header'),
            ),
          ]
        : [
            fix(
              'Use a bearer token instead',
              'behaviour',
              setKey(view, 'scheme', 'bearer'),
              setKey(view, 'bearerFormat', 'JWT'),
            ),
          ],
    });
  },
});
