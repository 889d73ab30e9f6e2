import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';

const jwt = [
  'speakeasy:owasp-jwt-best-practices',
  'spectral-owasp:owasp:api2:2023-jwt-best-practices',
  'vacuum:owasp-jwt-best-practices',
];

export default defineRule({
  id: 'openapi/unstated-token-hardening',
  title: 'Scheme does not say how its token is verified',
  why: 'Services that guess accept unsigned tokens, mix up keys or skip the audience, and an attacker issues his own.',
  remedy: 'Say what the token is (bearerFormat) and which profile is enforced, such as RFC 8725 for JSON Web Tokens.',
  category: 'authentication',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [347, 1059], stride: ['S', 'T'], owasp: ['API2:2023'] },
  equivalents: [
    'speakeasy:owasp-jwt-best-practices',
    'spectral-owasp:owasp:api2:2023-jwt-best-practices',
    'vacuum:owasp-jwt-best-practices',
  ],
  concepts: ['jwt-hardening-not-stated', 'bearer-token-unspecified'],
  visits: 'openapi.security-scheme',
  check(scheme, report) {
    if (scheme.document.is2) return;
    const { view } = scheme;
    const description = view.textAt('description') ?? '';
    const format = view.get('bearerFormat');
    const sentence = 'Tokens are verified as RFC 8725 says.';
    if (
      scheme.kind === 'bearer' &&
      !format.exists &&
      !/jwt|json web token|opaque|introspect|issuer/i.test(description)
    ) {
      report({
        at: scheme.entry.anchor('key'),
        message: `"${scheme.name}" is a bearer token, but nothing says of what kind, so services guess how to verify it. State bearerFormat.`,
        equivalents: [],
        fixes: [
          fix(
            'Say that it is a JWT',
            'behaviour',
            setKey(view, 'bearerFormat', 'JWT'),
            setKey(view, 'description', description === '' ? sentence : `${description.trimEnd()} ${sentence}`),
          ),
        ],
      });
    }
    const isJwt = scheme.kind === 'oauth2' || format.text?.toLowerCase() === 'jwt';
    if (!isJwt || /RFC[ -]?8725|BCP ?225/i.test(description)) return;
    report({
      at: scheme.entry.anchor('key'),
      message: `"${scheme.name}" does not say that its tokens are verified as RFC 8725 says (algorithms, issuer, audience).`,
      equivalents: jwt,
      fixes: [
        fix(
          'Say that RFC 8725 is followed',
          'behaviour',
          setKey(view, 'description', description === '' ? sentence : `${description.trimEnd()} ${sentence}`),
        ),
      ],
    });
  },
});
