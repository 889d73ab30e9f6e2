import { defineRule } from '../../../rules/rule.ts';
import { retryAfter } from '../error-responses.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/throttling-without-retry-after',
  title: 'Throttled callers are not told when to come back',
  why: 'Well-behaved clients hammer the limiter and make the outage longer.',
  remedy: 'Declare the Retry-After header.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [799], stride: ['D'], owasp: ['API4:2023'] },
  equivalents: [
    'speakeasy:owasp-rate-limit-retry-after',
    'spectral-owasp:owasp:api4:2023-rate-limit-retry-after',
    'vacuum:owasp-rate-limit-retry-after',
    'zally:153/checkHeadersForRateLimiting',
  ],
  concepts: ['retry-after-missing'],
  visits: 'openapi.response',
  check(response, report) {
    const use = response.uses.find((it) => it.status === '429');
    if (!use) return;
    const names = [...response.headers.keys()];
    if (names.some((it) => it === 'retry-after' || /rate-?limit.*reset/.test(it))) return;
    const { document, view } = response;
    report({
      at: view.anchor(),
      message: `The 429 response of ${use.operation.label} has no Retry-After header: clients do not know when to come back. Declare it.`,
      fixes: [fix('Declare Retry-After', 'safe', setKey(view.get('headers'), 'Retry-After', retryAfter(document)))],
      group: {
        key: '429',
        acrossFiles: true,
        message: (n) => `${n} 429 responses have no Retry-After header, the first is that of ${use.operation.label}.`,
      },
    });
  },
});
