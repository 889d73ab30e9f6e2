import { defineRule } from '../../../rules/rule.ts';
import type { Patch } from '../../../fix/patch.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, setKey } from '../fixes.ts';
import { describedProperties } from '../properties.ts';

export default defineRule({
  id: 'openapi/undescribed-required-property',
  title: 'Required property has no definition',
  why: 'A field that must be there but is never described is accepted with any content.',
  remedy: 'Describe the property, or take it off the list.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'ibm:ibm-define-required-properties',
    'kics:2bd608ae-8a1f-457f-b710-c237883cb313',
    'kics:3fb03214-25d4-4bd4-867c-c2d8d708a483',
    'kics:71beb6ab-8b70-4816-a9ac-a0ff1fb22a62',
    'kics:811762c8-2e99-4f70-88f9-a63875a953b1',
    'redocly:no-required-schema-properties-undefined',
  ],
  concepts: ['required-property-undefined'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => keys.has('required'),
  check(schema, report) {
    const required = schema.view.get('required');
    if (!required.isList || required.items.length === 0) return;
    const own = schema.view.get('properties');
    if (required.items.every((it) => it.string !== undefined && own.has(it.string))) return;
    const described = describedProperties(schema);
    if (!described) return;
    const items = required.items.filter((it) => it.string !== undefined && !described.has(it.string));
    const names = [...new Set(items.flatMap((it) => it.string ?? []))];
    if (names.length === 0) return;
    const one = names.length === 1;
    const quoted = names.map((it) => `"${it}"`).join(', ');
    // Which of its two lists has to change, only the author knows: the finding stands at the schema that has both. A
    // property is read together with its list.
    report({
      at: schema.owners.size === 0 ? schema.at : (items[0] ?? required).anchor('value'),
      message: `${schema.name === undefined && schema.label === 'schema' ? 'This schema' : schema.label} requires ${quoted} but does not describe ${one ? 'it' : 'them'}: any value is accepted. Describe ${one ? 'it' : 'them'}.`,
      related: items.map((it) => ({ message: `"${it.string ?? ''}" is required here`, at: it.anchor('value') })),
      fixes: [
        fix(
          `Describe ${names.join(', ')} as ${one ? 'a string' : 'strings'}`,
          'behaviour',
          ...names.map((name) => setKey(schema.view.get('properties'), name, { type: 'string', maxLength: 255 })),
        ),
        ...(names.some((it) => discriminates(schema.view, it))
          ? []
          : [
              fix(
                `Do not require ${names.join(', ')}`,
                'behaviour',
                ...(items.length === required.items.length ? [required] : items).map(
                  (it): Patch => ({ op: 'remove', at: it.anchor() }),
                ),
              ),
            ]),
      ],
    });
  },
});

/** The discriminator has to be required. */
function discriminates(view: View, name: string): boolean {
  const discriminator = view.get('discriminator');
  return discriminator.text === name || discriminator.textAt('propertyName') === name;
}
