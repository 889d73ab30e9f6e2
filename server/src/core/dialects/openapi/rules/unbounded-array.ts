import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { hasPhrase } from '../words.ts';
import { directionOf, learnLimit, usedIn } from '../limits.ts';

export default defineRule({
  id: 'openapi/unbounded-array',
  title: 'Array has no maximum length',
  why: 'One request with a million entries ties up parsing, validation and every service behind it.',
  remedy: 'Set maxItems to what the service can handle at once.',
  category: 'resource-limits',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [770], stride: ['D'], owasp: ['API4:2023'] },
  equivalents: [
    '42crunch:parameter-array-maxitems',
    '42crunch:response-header-array-maxitems',
    '42crunch:schema-request-array-maxitems',
    '42crunch:schema-response-array-maxitems',
    '42crunch:v3-schema-array-maxitems',
    '42crunch:v3-schema-request-array-maxitems',
    '42crunch:v3-schema-response-array-maxitems',
    'checkov:CKV_OPENAPI_21',
    'ibm:ibm-array-attributes',
    'kics:6998389e-66b2-473d-8d05-c8d71ac4d04d',
    'kics:99eb2c95-2040-4104-9e7c-e16f7474d218',
    'speakeasy:owasp-array-limit',
    'specmatic:array-max-items',
    'spectral-owasp:owasp:api4:2023-array-limit',
    'vacuum:owasp-array-limit',
  ],
  concepts: ['array-without-max-items', 'unbounded-batch-operation'],
  visits: 'openapi.schema',
  looksAt: ({ keys, types }) => types.includes('array') && !['maxItems', 'enum', 'const'].some((it) => keys.has(it)),
  check(schema, report, context) {
    if (!schema.is('array') || schema.states('maxItems', 'enum', 'const')) return;
    const { view } = schema;
    // A tuple whose further items are forbidden has the length of its list.
    if (view.get('prefixItems').isList && view.booleanAt('items') === false) return;
    const direction = directionOf(schema);
    const user = schema.roles.get('request');
    // One request that is many: what guards a single one (a rate, a lock-out) is passed in bulk.
    const batch = user !== undefined && hasPhrase(user.words, ['bulk', 'batch', 'import', 'multi']);
    const key = batch ? 'batch' : direction.key;
    if (report.counts?.(key)) return;
    const level = batch
      ? { severity: 'warning' as const, reason: `${user.label} does many things at once` }
      : {
          ...(direction.severity ? { severity: direction.severity } : {}),
          ...(direction.reason === undefined ? {} : { reason: direction.reason }),
        };
    const limit = learnLimit(context, schema, 'maxItems', 100);
    report({
      at: view.get('type').anchor('key'),
      message: `The array ${schema.label}${usedIn(schema)} has no maximum length. Set maxItems.`,
      ...level,
      fixes: [fix('Set maxItems', 'behaviour', setKey(view, 'maxItems', limit))],
      group: {
        key,
        from: 4,
        acrossFiles: true,
        message: (n) =>
          `${n} arrays ${key === 'in' || key === 'batch' ? 'that callers send' : key === 'out' ? 'of responses' : 'of components'} have no maximum length, the first is ${schema.label}${usedIn(schema)}. Set maxItems.`,
      },
    });
  },
});
