import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { directionOf, learnLimit, usedIn } from '../limits.ts';
import { isBoundedPattern } from '../pattern.ts';

/** Formats whose values have a fixed or short length. */
const shortFormats = ['date', 'date-time', 'time', 'uuid', 'ipv4', 'ipv6', 'binary', 'duration'];

export default defineRule({
  id: 'openapi/unbounded-string',
  title: 'String has no maximum length',
  why: 'A string without end fills buffers, logs and columns, and feeds slow patterns.',
  remedy: 'Set maxLength, or say what values there are with enum, format or an anchored pattern.',
  category: 'resource-limits',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [770], stride: ['D', 'T'], owasp: ['API4:2023'] },
  equivalents: [
    '42crunch:parameter-string-maxlength',
    '42crunch:response-header-string-maxlength',
    '42crunch:schema-request-string-maxlength',
    '42crunch:schema-response-string-maxlength',
    '42crunch:v3-schema-request-string-maxlength',
    '42crunch:v3-schema-response-string-maxlength',
    '42crunch:v3_1-schema-request-string-maxlength',
    'ibm:ibm-string-attributes',
    'kics:2ec86e48-ab90-4cb6-a131-0502afd1f442',
    'kics:8c8261c2-19a9-4ef7-ad37-b8bc7bdd4d85',
    'speakeasy:owasp-string-limit',
    'specmatic:string-max-length-or-enum',
    'spectral-owasp:owasp:api4:2023-string-limit',
    'vacuum:owasp-string-limit',
    'zally:S007/checkStringLengthBounds',
  ],
  concepts: ['string-without-max-length'],
  visits: 'openapi.schema',
  looksAt: ({ keys, types }) => types.includes('string') && !['maxLength', 'enum', 'const'].some((it) => keys.has(it)),
  check(schema, report, context) {
    if (!schema.is('string') || schema.states('maxLength', 'enum', 'const')) return;
    const bounded = schema.facets.some((it) => {
      const format = it.textAt('format');
      const pattern = it.stringAt('pattern');
      return (
        (format !== undefined && shortFormats.includes(format)) || (pattern !== undefined && isBoundedPattern(pattern))
      );
    });
    if (bounded) return;
    const { view } = schema;
    const { key, ...level } = directionOf(schema);
    if (report.counts?.(key)) return;
    report({
      at: view.get('type').anchor('key'),
      message: `The string ${schema.label}${usedIn(schema)} has no maximum length. Set maxLength.`,
      ...level,
      fixes: [
        fix('Set maxLength', 'behaviour', setKey(view, 'maxLength', learnLimit(context, schema, 'maxLength', 255))),
      ],
      group: {
        key,
        from: 3,
        acrossFiles: true,
        message: (n) =>
          `${n} strings ${key === 'in' ? 'that callers send' : key === 'out' ? 'of responses' : 'of components'} have no maximum length, the first is ${schema.label}${usedIn(schema)}. Set maxLength.`,
      },
    });
  },
});
