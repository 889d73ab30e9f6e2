import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { directionOf, usedIn } from '../limits.ts';
import { isNumeric } from '../value-type.ts';

const formats: Readonly<Record<string, readonly string[]>> = {
  integer: ['int32', 'int64', 'int8', 'int16', 'uint8', 'uint16', 'uint32', 'uint64', 'double-int', 'bigint'],
  number: ['float', 'double', 'decimal', 'int32', 'int64'],
};

export default defineRule({
  id: 'openapi/number-without-format',
  title: 'Number does not say how wide it is',
  why: 'Services in different languages pick different widths, and what is cut off between them becomes a wrong amount or another id.',
  remedy: 'Set format: int32, int64, float or double.',
  category: 'input-validation',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [190], stride: ['D', 'T'], owasp: ['API4:2023'] },
  equivalents: [
    '42crunch:parameter-numerical-format',
    '42crunch:response-header-numerical-format',
    '42crunch:schema-request-numerical-format',
    '42crunch:v3-schema-request-numerical-format',
    'kics:3ed8fc82-c2bb-49e0-811f-c53923674c49',
    'kics:fbf699b5-ef74-4542-9cf1-f6eeac379373',
    'speakeasy:owasp-integer-format',
    'spectral-owasp:owasp:api4:2023-integer-format',
    'vacuum:owasp-integer-format',
    'zally:171/checkNumberFormat',
  ],
  concepts: ['number-without-format'],
  visits: 'openapi.schema',
  looksAt: ({ keys, types }) => types.some(isNumeric) && !keys.has('enum') && !keys.has('const'),
  check(schema, report) {
    const type = schema.types.find(isNumeric);
    if (type === undefined || schema.states('enum', 'const')) return;
    const format = schema.facets.map((it) => it.get('format')).find((it) => !it.missing);
    if (format && (format.text === undefined || (formats[type] ?? []).includes(format.text))) return;
    const { view } = schema;
    const group = `${directionOf(schema).key} ${type}`;
    if (report.counts?.(group)) return;
    const best = type === 'integer' ? 'int32' : 'double';
    report({
      at: format ? format.anchor('value') : view.get('type').anchor('key'),
      message: `The ${type} ${schema.label}${usedIn(schema)} ${format ? `has the format "${format.text}", which is no width` : 'does not say how wide it is'}. Set format: ${best}.`,
      fixes: [fix('Set the format', 'behaviour', setKey(view, 'format', best))],
      group: {
        key: group,
        acrossFiles: true,
        message: (n) => `${n} ${type}s do not say how wide they are, the first is ${schema.label}${usedIn(schema)}.`,
      },
    });
  },
});
