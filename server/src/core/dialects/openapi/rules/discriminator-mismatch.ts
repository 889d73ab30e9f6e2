import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, setKey } from '../fixes.ts';
import { describedProperties, resolved } from '../properties.ts';
import type { Schema } from '../schema.ts';

const undefinedIds = [
  'kics:40d3df21-c170-4dbe-9c02-4289b51f994f',
  'kics:addc0eab-27f6-4c26-8526-d2ccd3732662',
  'ibm:ibm-discriminator-property',
  'spectral:oas2-discriminator',
  'vacuum:oas2-discriminator',
];
const optionalIds = [
  'kics:b481d46c-9c61-480f-86d9-af07146dc4a4',
  'kics:be6a3722-af60-438c-b1b9-2a03e2958ab7',
  'spectral:oas2-discriminator',
  'vacuum:oas2-discriminator',
];
const typeIds = ['kics:dadc2f36-1f5a-46c0-8289-75e626583123', 'kics:949376f1-f560-4c6d-a016-63424ca931bb'];

export default defineRule({
  id: 'openapi/discriminator-mismatch',
  title: 'Discriminator is not described, not required or no string',
  why: 'Readers that have to guess the type of a value are the way into type confusion and unsafe deserialisation.',
  remedy: 'Describe the discriminator as a required string.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [843], stride: ['T', 'E'], owasp: ['API8:2023'] },
  equivalents: [
    'ibm:ibm-discriminator-property',
    'kics:40d3df21-c170-4dbe-9c02-4289b51f994f',
    'kics:949376f1-f560-4c6d-a016-63424ca931bb',
    'kics:addc0eab-27f6-4c26-8526-d2ccd3732662',
    'kics:b481d46c-9c61-480f-86d9-af07146dc4a4',
    'kics:be6a3722-af60-438c-b1b9-2a03e2958ab7',
    'kics:dadc2f36-1f5a-46c0-8289-75e626583123',
    'spectral:oas2-discriminator',
    'vacuum:oas2-discriminator',
  ],
  concepts: ['discriminator-mismatch'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => keys.has('discriminator'),
  check(schema, report) {
    const { view, document } = schema;
    const discriminator = view.get('discriminator');
    const key = document.is2 ? discriminator : discriminator.get('propertyName');
    const name = key.string;
    if (name === undefined) return;
    const described = describedProperties(schema);
    const property = resolved(document, described?.get(name));
    const at = key.anchor('value');
    if (described && !described.has(name)) {
      report({
        at,
        message: `The discriminator "${name}" of ${schema.label} is not among its properties: readers have to guess the type. Describe it.`,
        equivalents: undefinedIds,
        fixes: [
          fix(
            `Describe ${name}`,
            'behaviour',
            setKey(view.get('properties'), name, { type: 'string', maxLength: 255 }),
            ...(isRequired(schema, name) ? [] : [requirePatch(view, name)]),
          ),
        ],
      });
    } else if (
      property &&
      !property.lacks('type') &&
      property.textAt('type') !== 'string' &&
      !property.get('type').items.some((it) => it.text === 'string')
    ) {
      report({
        at,
        message: `The discriminator "${name}" of ${schema.label} is no string, which it has to be.`,
        equivalents: typeIds,
        fixes: [fix('Make it a string', 'behaviour', setKey(property, 'type', 'string'))],
      });
    }
    // With alternatives the members require it; here only what is written on the schema itself can be known.
    if (
      view.has('oneOf') ||
      view.has('anyOf') ||
      !(view.has('properties') || view.has('required')) ||
      isRequired(schema, name)
    )
      return;
    report({
      at,
      message: `The discriminator "${name}" of ${schema.label} is not required: without it readers have to guess the type. Require it.`,
      equivalents: optionalIds,
      fixes: [
        fix(
          `Require ${name}`,
          'behaviour',
          ...(described && !described.has(name)
            ? [setKey(view.get('properties'), name, { type: 'string', maxLength: 255 })]
            : []),
          requirePatch(view, name),
        ),
      ],
    });
  },
});

function isRequired(schema: Schema, name: string): boolean {
  return schema.facets.some((it) => it.get('required').items.some((item) => item.text === name));
}

function requirePatch(view: View, name: string) {
  return { op: 'append' as const, at: view.get('required').anchor(), value: name };
}
