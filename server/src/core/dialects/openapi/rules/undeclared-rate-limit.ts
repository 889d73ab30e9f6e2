import { defineRule } from '../../../rules/rule.ts';
import { addResponse } from '../error-responses.ts';
import type { Operation } from '../operation.ts';
import { hasPhrase, wordsOf } from '../words.ts';

const businessFlows = [
  'checkout',
  'order',
  'orders',
  'purchase',
  'payment',
  'payments',
  'reserve',
  'reservation',
  'booking',
  'coupon',
  'referral',
  'comment',
  'vote',
  'transfer',
  'redeem',
];

export default defineRule({
  id: 'openapi/undeclared-rate-limit',
  title: 'No rate limit is declared',
  why: 'Where no limit is promised there usually is none: passwords are guessed and tables scraped at line speed, and clients answer throttling they did not expect with storms of retries.',
  remedy: 'Document the 429 response with Retry-After, and announce the limit in RateLimit headers.',
  category: 'resource-limits',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [770, 307], stride: ['D', 'S'], owasp: ['API4:2023', 'API2:2023'] },
  equivalents: [
    '42crunch:response-429',
    '42crunch:v3-response-429',
    '42crunch:v3_1-response-429',
    'kics:6c35d2c6-09f2-4e5c-a094-e0e91327071d',
    'kics:6e96ed39-bf45-4089-99ba-f1fe7cf6966f',
    'speakeasy:owasp-define-error-responses-429',
    'spectral-owasp:owasp:api4:2023-rate-limit-responses-429',
    'vacuum:owasp-define-error-responses-429',
    'speakeasy:owasp-rate-limit',
    'spectral-owasp:owasp:api4:2023-rate-limit',
    'vacuum:owasp-rate-limit',
  ],
  concepts: [
    'response-429-missing',
    'rate-limit-headers-missing',
    'credential-endpoint-without-throttling',
    'sensitive-flow-without-abuse-control',
  ],
  visits: 'openapi.operation',
  check(operation, report) {
    if (
      operation.kind !== 'path' ||
      operation.method === 'head' ||
      operation.purpose === 'preflight' ||
      operation.purpose === 'health'
    )
      return;
    if (!operation.view.get('responses').isMap || announcesLimit(operation)) return;
    const guarded = operation.purpose === 'sign-in';
    // Scalpers and bots use perfectly valid calls; these are the ones that pay.
    const business =
      operation.writes &&
      hasPhrase(operation.words, businessFlows) &&
      !operation.parameters.some((it) => /idempotency|captcha|attestation/i.test(it.name));
    report({
      at: operation.view.get('responses').anchor('key'),
      message: guarded
        ? `${operation.label} takes credentials and declares no rate limit: passwords and codes can be guessed at line speed. Document a 429 response.`
        : business
          ? `${operation.label} is worth automating and declares no rate limit: bots buy, book and vote with perfectly valid calls. Document a 429 response.`
          : `${operation.label} declares no rate limit. Document a 429 response.`,
      ...(guarded ? { severity: 'warning' as const, reason: 'it takes credentials' } : {}),
      fixes: [addResponse(operation, '429')],
      group: {
        key: `${guarded} ${business}`,
        acrossFiles: true,
        message: (n) =>
          guarded
            ? `${n} operations take credentials and declare no rate limit, the first is ${operation.label}. Document a 429 response.`
            : `${n} operations declare no rate limit, the first is ${operation.label}. Document a 429 response.`,
      },
    });
  },
});

/** A 429, a range that covers it, a header, or an extension that speaks of limits. */
function announcesLimit(operation: Operation): boolean {
  if (operation.answers('429')) return true;
  const extensions = [operation.view, operation.pathItem, operation.document.view].flatMap((it) =>
    it.keys.filter((key) => key.startsWith('x-')),
  );
  if (extensions.some((key) => /rate-?limit|throttl|quota/i.test(key))) return true;
  return operation.responses.some(({ response }) =>
    [...(response?.headers.keys() ?? [])].some((name) => wordsOf(name).join('').includes('ratelimit')),
  );
}
