import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { usedIn } from '../limits.ts';

/** With one of these it is closed, or the question is another one. */
const closers = ['additionalProperties', 'unevaluatedProperties', 'allOf', 'anyOf', 'oneOf', '$ref', 'discriminator'];

export default defineRule({
  id: 'openapi/unclosed-object',
  title: 'Object does not say whether undeclared properties are allowed',
  why: 'Silence means yes: a request with extra fields passes validation and reaches whatever binds it.',
  remedy: 'Set additionalProperties to false on what callers send.',
  category: 'data-protection',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [915], stride: ['T', 'E'], owasp: ['API3:2023'] },
  equivalents: [
    '42crunch:v3-schema-request-object-additionalproperties-true',
    'kics:9f88c88d-824d-4d9a-b985-e22977046042',
  ],
  concepts: ['additional-properties-unset'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => keys.has('properties') && !closers.some((it) => keys.has(it)),
  check(schema, report) {
    const { view } = schema;
    if (!schema.incoming || !view.has('properties') || schema.alternativeOf.size > 0) return;
    if (closers.some((it) => !view.lacks(it))) return;
    // Of another type, it has no properties to close.
    const type = view.get('type');
    const types = type.isList ? type.items.map((it) => it.text) : [type.text ?? 'object'];
    if (!types.includes('object')) return;
    if (report.counts?.('in')) return;
    report({
      at: view.get('properties').anchor('key'),
      message: `${schema.label}${usedIn(schema)} does not say whether undeclared properties are allowed, so they are. Close it.`,
      fixes: [fix('Set additionalProperties to false', 'behaviour', setKey(view, 'additionalProperties', false))],
      group: {
        key: 'in',
        acrossFiles: true,
        message: (n) =>
          `${n} objects that callers send do not say whether undeclared properties are allowed, the first is ${schema.label}${usedIn(schema)}.`,
      },
    });
  },
});
