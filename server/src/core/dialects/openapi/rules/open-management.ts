import { defineRule } from '../../../rules/rule.ts';
import { requireScheme } from '../fixes.ts';

const management = new Set([
  'actuator',
  'env',
  'heapdump',
  'threaddump',
  'jolokia',
  'debug',
  'pprof',
  'console',
  'graphiql',
  'phpinfo',
  'server-status',
  '_cluster',
  'h2-console',
]);
const mild = new Set(['metrics', 'prometheus']);

export default defineRule({
  id: 'openapi/open-management',
  title: 'Management route can be called without a credential',
  why: 'Dumps of memory and environment, consoles and profilers leak secrets or run code.',
  remedy: 'Require an administrative credential, or take the route out of the API.',
  category: 'exposure',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [489], stride: ['I', 'E'], owasp: ['API8:2023'] },
  equivalents: [],
  concepts: ['management-endpoint-exposed'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (
      operation.kind !== 'path' ||
      operation.security.state === 'required' ||
      operation.security.state === 'unknown' ||
      operation.publicReason !== undefined
    )
      return;
    const segments = operation.segments.map((it) => it.toLowerCase());
    const grave = segments.find((it) => management.has(it));
    const found = grave ?? segments.find((it) => mild.has(it));
    if (found === undefined || operation.purpose === 'health') return;
    report({
      at: operation.at,
      message: `${operation.label} manages or debugs the service ("${found}") and can be called without a credential. Require one, or take it out of the API.`,
      ...(grave === undefined ? { severity: 'info' as const, reason: 'metrics are often read from inside only' } : {}),
      fixes: requireScheme(operation.document, operation.view, 'on the operation', operation.writes),
    });
  },
});
