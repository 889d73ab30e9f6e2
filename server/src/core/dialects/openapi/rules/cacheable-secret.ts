import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/cacheable-secret',
  title: 'Answer with credentials does not forbid caching',
  why: 'Shared proxies and browsers keep the token for the next user.',
  remedy: 'Answer Cache-Control: no-store, and declare it.',
  category: 'data-protection',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [525], stride: ['I'], owasp: ['API8:2023'] },
  equivalents: [],
  concepts: ['cacheable-sensitive-response'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || operation.purpose !== 'sign-in') return;
    for (const { status, response } of operation.responses) {
      if (
        !response ||
        !/^20[01]$/.test(status) ||
        response.contents.length === 0 ||
        response.headers.has('cache-control')
      )
        continue;
      const value = operation.document.is2
        ? { type: 'string', enum: ['no-store'] }
        : { schema: { type: 'string', enum: ['no-store'] } };
      report({
        at: response.view.anchor('key'),
        message: `The ${status} response of ${operation.label} holds credentials and does not forbid caching. Declare Cache-Control: no-store.`,
        fixes: [
          fix('Declare Cache-Control: no-store', 'safe', setKey(response.view.get('headers'), 'Cache-Control', value)),
        ],
        group: {
          key: 'cache',
          from: 3,
          acrossFiles: true,
          message: (n) =>
            `${n} responses hold credentials and do not forbid caching, the first is the ${status} of ${operation.label}.`,
        },
      });
    }
  },
});
