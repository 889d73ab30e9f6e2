import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { directionOf, usedIn } from '../limits.ts';

const ofAdditional = [
  '42crunch:schema-object-additionalproperties-true',
  '42crunch:schema-response-object-additionalproperties-true',
  '42crunch:v3-schema-request-object-additionalproperties-true',
  'kics:9f88c88d-824d-4d9a-b985-e22977046042',
  'speakeasy:owasp-no-additional-properties',
  'specmatic:additional-properties-false',
  'spectral-owasp:owasp:api3:2023-no-additionalProperties',
  'vacuum:owasp-no-additionalProperties',
];
const ofUnevaluated = ['ibm:ibm-unevaluated-properties', 'spectral-owasp:owasp:api3:2023-no-unevaluatedProperties'];

export default defineRule({
  id: 'openapi/open-object',
  title: 'Object explicitly accepts undeclared properties',
  why: 'Fields that nobody declared reach binders and object mappers: the classic way to isAdmin = true.',
  remedy: 'Set additionalProperties (or unevaluatedProperties) to false.',
  category: 'data-protection',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [915], stride: ['T', 'E'], owasp: ['API3:2023'] },
  equivalents: [
    '42crunch:schema-object-additionalproperties-true',
    '42crunch:schema-response-object-additionalproperties-true',
    '42crunch:v3-schema-request-object-additionalproperties-true',
    'kics:9f88c88d-824d-4d9a-b985-e22977046042',
    'speakeasy:owasp-no-additional-properties',
    'specmatic:additional-properties-false',
    'spectral-owasp:owasp:api3:2023-no-additionalProperties',
    'vacuum:owasp-no-additionalProperties',
    'ibm:ibm-unevaluated-properties',
    'spectral-owasp:owasp:api3:2023-no-unevaluatedProperties',
  ],
  concepts: ['additional-properties-open', 'unevaluated-properties-open'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => keys.has('additionalProperties') || keys.has('unevaluatedProperties'),
  check(schema, report) {
    const { view, document } = schema;
    const keywords = document.isModern ? ['additionalProperties', 'unevaluatedProperties'] : ['additionalProperties'];
    for (const name of keywords) {
      const value = view.get(name);
      const everything = value.boolean === true || (value.isMap && value.keys.length === 0);
      if (!everything && !value.isMap) continue;
      if (!everything) {
        // A typed map is a way to say which values are allowed; only its keys are free.
        report({
          at: value.anchor('key'),
          message: `${schema.label}${usedIn(schema)} is a map with free keys. Name the properties where they are known.`,
          equivalents: name === 'additionalProperties' ? ofAdditional : ofUnevaluated,
          severity: 'hint',
          reason: 'the values of the map are described',
          group: {
            key: `typed ${name}`,
            acrossFiles: true,
            message: (n) =>
              `${n} objects are maps with free keys, the first is ${schema.label}${usedIn(schema)}. Name the properties where they are known.`,
          },
        });
        continue;
      }
      const { key, ...level } = directionOf(schema);
      // Nothing but a map: the values are open on purpose, so it is the limit that is missing.
      const map = !view.has('properties') && !view.has('allOf');
      report({
        at: value.anchor('key'),
        message: `${schema.label}${usedIn(schema)} accepts properties that it does not declare; whatever reads the object may believe them. Set ${name} to false.`,
        equivalents: name === 'additionalProperties' ? ofAdditional : ofUnevaluated,
        ...level,
        ...(key === 'in' && map
          ? { severity: 'info' as const, reason: 'it is a map without properties of its own' }
          : {}),
        fixes: [fix(`Set ${name} to false`, 'behaviour', setKey(view, name, false))],
        group: {
          key: `${key} ${name} ${map}`,
          from: 4,
          acrossFiles: true,
          message: (n) =>
            `${n} objects accept properties that they do not declare, the first is ${schema.label}${usedIn(schema)}. Set ${name} to false.`,
        },
      });
    }
  },
});
