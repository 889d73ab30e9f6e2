import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import { placesOf, relatedUses, useText } from '../scheme-use.ts';

export default defineRule({
  id: 'openapi/api-key-authentication',
  title: 'Authentication relies on a static API key',
  why: 'An API key names an application, not a user, does not expire and travels in every call: a leaked key is full access until somebody notices.',
  remedy: 'Use short-lived tokens (OAuth 2 or OpenID Connect), with the key at most beside them.',
  category: 'authentication',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [287], stride: ['S', 'R'], owasp: ['API2:2023'] },
  equivalents: [
    'kics:40e1d1bf-11a9-4f63-a3a2-a8b84c602839',
    'zally:104/checkHasNoInvalidSecuritySchemes',
    'zally:104/checkHasValidSecuritySchemes',
  ],
  concepts: ['api-key-authentication'],
  visits: 'openapi.security-scheme',
  check(scheme, report) {
    // Keys in the address are a graver matter with a rule of their own.
    if (scheme.kind !== 'apiKey') return;
    const { document } = scheme;
    // In 2.0 a bearer token can only be written as a key in the Authorization header.
    if (document.is2 && scheme.view.textAt('name')?.toLowerCase() === 'authorization') return;
    // A signature over the message is made anew for each one, and OpenAPI has no other word for it.
    if (/signature|hmac/i.test(scheme.view.textAt('name') ?? '')) return;
    const strong = [...document.schemes.values()].some((it) => it.strength > 2);
    const guardsWrites =
      !strong &&
      document.served.some(
        (it) => it.writes && it.security.requirements.some((r) => r.uses.some((use) => use.scheme === scheme)),
      );
    const places = placesOf(scheme);
    report({
      at: scheme.entry.anchor('key'),
      message: `"${scheme.name}" is a static key, which never expires and names no user; ${useText(places)}. Prefer tokens that expire.`,
      ...(guardsWrites
        ? {}
        : { severity: 'hint' as const, reason: 'no operation that changes data relies on it alone' }),
      related: relatedUses(places),
      fixes: document.is2
        ? []
        : [
            fix('Use a bearer token instead', 'behaviour', {
              op: 'set',
              at: scheme.view.anchor(),
              value: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Verified as RFC 8725 says.' },
            }),
          ],
    });
  },
});
