import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { directionOf, learnLimit, usedIn } from '../limits.ts';
import type { Schema } from '../schema.ts';
import { hasPhrase, wordsOf } from '../words.ts';
import { isNumeric } from '../value-type.ts';

const upper = [
  '42crunch:parameter-numerical-max',
  '42crunch:response-header-numerical-max',
  '42crunch:schema-request-numerical-max',
  '42crunch:v3-schema-request-numerical-max',
  'ibm:ibm-integer-attributes',
  'kics:203eee11-15b6-4d47-b888-4c7f534967ee',
  'kics:2ea04bef-c769-409e-9179-ee3a50b5c0ac',
  'speakeasy:owasp-integer-limit',
  'specmatic:integer-bounds-required',
  'spectral-owasp:owasp:api4:2023-integer-limit',
  'spectral-owasp:owasp:api4:2023-integer-limit-legacy',
  'vacuum:owasp-integer-limit',
  'zally:S006/checkNumericBounds',
];
const lower = [
  '42crunch:parameter-numerical-min',
  '42crunch:response-header-numerical-min',
  '42crunch:schema-request-numerical-min',
  '42crunch:v3-schema-request-numerical-min',
  'ibm:ibm-integer-attributes',
  'kics:181bd815-767e-4e95-a24d-bb3c87328e19',
  'kics:efd1dfc8-da91-4909-a3f3-c23abc5ec799',
  'speakeasy:owasp-integer-limit',
  'specmatic:integer-bounds-required',
  'spectral-owasp:owasp:api4:2023-integer-limit',
  'spectral-owasp:owasp:api4:2023-integer-limit-legacy',
  'vacuum:owasp-integer-limit',
  'zally:S006/checkNumericBounds',
];

/** Names of values that are negative on purpose. */
const signed = [
  'latitude',
  'longitude',
  'lat',
  'lng',
  'lon',
  'temperature',
  'delta',
  'offset',
  'difference',
  'balance',
  'timezone',
  'x',
  'y',
  'z',
];

export default defineRule({
  id: 'openapi/unbounded-number',
  title: 'Number has no bounds',
  why: 'quantity = -1 or size = 2147483647 become negative prices, overflows and exhausted services.',
  remedy: 'Set minimum and maximum.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [770, 1284], stride: ['D', 'T'], owasp: ['API4:2023'] },
  equivalents: [
    '42crunch:parameter-numerical-max',
    '42crunch:response-header-numerical-max',
    '42crunch:schema-request-numerical-max',
    '42crunch:v3-schema-request-numerical-max',
    'ibm:ibm-integer-attributes',
    'kics:203eee11-15b6-4d47-b888-4c7f534967ee',
    'kics:2ea04bef-c769-409e-9179-ee3a50b5c0ac',
    'speakeasy:owasp-integer-limit',
    'specmatic:integer-bounds-required',
    'spectral-owasp:owasp:api4:2023-integer-limit',
    'spectral-owasp:owasp:api4:2023-integer-limit-legacy',
    'vacuum:owasp-integer-limit',
    'zally:S006/checkNumericBounds',
    '42crunch:parameter-numerical-min',
    '42crunch:response-header-numerical-min',
    '42crunch:schema-request-numerical-min',
    '42crunch:v3-schema-request-numerical-min',
    'kics:181bd815-767e-4e95-a24d-bb3c87328e19',
    'kics:efd1dfc8-da91-4909-a3f3-c23abc5ec799',
  ],
  concepts: ['numeric-without-maximum', 'numeric-without-minimum'],
  visits: 'openapi.schema',
  looksAt: ({ keys, types }) => types.some(isNumeric) && !keys.has('enum') && !keys.has('const'),
  check(schema, report, context) {
    const type = schema.types.find(isNumeric);
    if (type === undefined || schema.states('enum', 'const')) return;
    const noMaximum = !bounds(schema, 'maximum', 'exclusiveMaximum');
    const noMinimum = !bounds(schema, 'minimum', 'exclusiveMinimum') && !hasPhrase(wordsOf(schema.name ?? ''), signed);
    if (!noMaximum && !noMinimum) return;
    const { view } = schema;
    const { key, ...level } = directionOf(schema);
    const what = noMaximum ? (noMinimum ? 'neither minimum nor maximum' : 'no maximum') : 'no minimum';
    if (report.counts?.(`${key} ${what}`)) return;
    const long = view.textAt('format') === 'int64';
    // A page has another limit than a number.
    const page = /^(?:limit|page_?size|per_?page|size|top|count|max_?results|take|first|rows)$/i.test(
      schema.name ?? '',
    );
    const widest = page ? 100 : long ? 9007199254740991 : 2147483647;
    report({
      at: view.get('type').anchor('key'),
      message: `The ${type} ${schema.label}${usedIn(schema)} has ${what}. Set ${noMaximum && noMinimum ? 'both' : 'it'}.`,
      equivalents: noMaximum ? (noMinimum ? [...new Set([...upper, ...lower])] : upper) : lower,
      ...level,
      fixes: [
        fix(
          `Set ${noMaximum ? (noMinimum ? 'minimum and maximum' : 'maximum') : 'minimum'}`,
          'behaviour',
          ...(noMinimum ? [setKey(view, 'minimum', 0)] : []),
          ...(noMaximum ? [setKey(view, 'maximum', learnLimit(context, schema, 'maximum', widest))] : []),
        ),
      ],
      group: {
        key: `${key} ${what}`,
        acrossFiles: true,
        message: (n) =>
          `${n} numbers ${key === 'in' ? 'that callers send' : key === 'out' ? 'of responses' : 'of components'} have ${what}, the first is ${schema.label}${usedIn(schema)}.`,
      },
    });
  },
});

/** In 3.1 the exclusive keyword is a bound of its own; before it only says how the bound is meant. */
function bounds(schema: Schema, inclusive: string, exclusive: string): boolean {
  if (schema.states(inclusive)) return true;
  return schema.document.isModern && schema.facets.some((it) => it.numberAt(exclusive) !== undefined);
}
