import type { PlainValue } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { numberHeader } from '../error-responses.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/unannounced-rate-limit',
  title: 'Responses do not announce rate limits',
  why: 'Clients that do not see a limit run into it, and its absence usually means that there is none.',
  remedy: 'Declare RateLimit headers on the answers.',
  category: 'resource-limits',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [770], stride: ['D'], owasp: ['API4:2023'] },
  equivalents: ['speakeasy:owasp-rate-limit', 'spectral-owasp:owasp:api4:2023-rate-limit', 'vacuum:owasp-rate-limit'],
  concepts: ['rate-limit-headers-missing'],
  visits: 'openapi.response',
  check(response, report) {
    const use = response.uses.find((it) => it.operation.kind === 'path' && /^[24]/.test(it.status));
    const { document, view } = response;
    if (!use || document.view.keys.some((it) => /^x-.*(?:rate-?limit|throttl|quota)/i.test(it))) return;
    if ([...response.headers.keys()].some((it) => /^(?:x-)?rate-?limit(?:$|-)/.test(it))) return;
    const header = (description: string): PlainValue => numberHeader(document, description, 2_147_483_647);
    report({
      at: view.anchor('key'),
      message: `The ${use.status} response of ${use.operation.label} announces no rate limit. Declare a RateLimit header.`,
      fixes: [
        fix(
          'Declare RateLimit-Remaining and RateLimit-Limit',
          'safe',
          setKey(view.get('headers'), 'RateLimit-Limit', header('Requests allowed in the current window.')),
          setKey(view.get('headers'), 'RateLimit-Remaining', header('Requests that are left in the current window.')),
        ),
      ],
      group: {
        key: 'headers',
        acrossFiles: true,
        message: (n) =>
          `${n} responses announce no rate limit, the first is the ${use.status} of ${use.operation.label}. Declare RateLimit headers.`,
      },
    });
  },
});
