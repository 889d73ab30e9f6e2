import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

const strings = [
  'byte',
  'binary',
  'date',
  'date-time',
  'password',
  'email',
  'uuid',
  'uri',
  'url',
  'hostname',
  'ipv4',
  'ipv6',
  'time',
  'duration',
  'idn-email',
  'idn-hostname',
  'uri-reference',
  'iri',
  'iri-reference',
  'uri-template',
  'json-pointer',
  'relative-json-pointer',
  'regex',
  'char',
  'commonmark',
  'html',
  'base64url',
  'http-date',
  'media-range',
  'sf-string',
  'sf-token',
];
const numbers = ['float', 'double', 'decimal', 'decimal128', 'sf-decimal', 'double-int'];
const integers = ['int32', 'int64', 'int8', 'int16', 'uint8', 'uint16', 'uint32', 'uint64', 'sf-integer'];

/** Formats of the OpenAPI format registry and of JSON Schema 2020-12 by the types that they are defined for. */
function typesOf(format: string, version: string): readonly string[] | undefined {
  if (strings.includes(format)) return ['string'];
  // The tables of 2.0 and 3.0 know int32 and int64 for integers only; the registry has them for every JSON number.
  if (integers.includes(format)) return /^[23]\.0/.test(version) ? ['integer'] : ['integer', 'number'];
  if (numbers.includes(format)) return ['number'];
  return undefined;
}

export default defineRule({
  id: 'openapi/format-of-another-type',
  title: 'Format does not fit the type',
  why: 'Validators ignore a format of another type, so the check that was meant silently disappears.',
  remedy: 'Use a format of the type, or change the type.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'ibm:ibm-schema-type-format',
    'kics:caf1793e-95dd-4b18-8d90-8f3c0ab5bddf',
    'kics:d929c031-078f-4241-b802-e224656ad890',
  ],
  concepts: ['format-invalid-for-type'],
  visits: 'openapi.schema',
  looksAt: ({ keys, types }) => keys.has('format') && types.length === 1,
  check(schema, report) {
    const { view, types } = schema;
    const format = view.get('format');
    const name = format.text;
    const [type] = types;
    if (name === undefined || type === undefined || types.length > 1) return;
    // 64-bit and decimal numbers are sent as strings on purpose: JSON readers lose their digits.
    if (type === 'string' && /^(?:u?int64|decimal|decimal128)$/.test(name)) return;
    const fitting = typesOf(name, schema.document.version);
    if (
      fitting?.includes(type) ||
      (fitting === undefined && (type === 'string' || type === 'object' || type === 'array' || type === 'file'))
    )
      return;
    const unknown = fitting === undefined;
    report({
      at: format.anchor('value'),
      message: unknown
        ? `The format "${name}" of ${schema.label} is not known for ${type}: validators ignore it.`
        : `The format "${name}" of ${schema.label} is for ${fitting.join(' and ')}, not for ${type}: validators ignore it.`,
      ...(unknown ? { severity: 'hint' as const, reason: "formats of one's own are allowed" } : {}),
      fixes: [fix('Remove the format', 'safe', { op: 'remove', at: format.anchor() })],
    });
  },
});
