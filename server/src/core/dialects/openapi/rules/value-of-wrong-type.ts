import { defineRule } from '../../../rules/rule.ts';
import type { Fix } from '../../../fix/patch.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../fixes.ts';
import { conforms, typeOfValue } from '../value-type.ts';

const ofDefault = ['kics:a96bbc06-8cde-4295-ad3c-ee343a7f658e', 'kics:78dfd8f0-a6ee-48ec-af8c-e4d9b3292a07'];

export default defineRule({
  id: 'openapi/value-of-wrong-type',
  title: 'Enum or default value does not match the type',
  why: 'Readers convert such values each in their own way, and values that nobody expected slip through comparisons.',
  remedy: 'Write the value in the type of the schema.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:03856cb2-e46c-4daf-bfbf-214ec93c882b',
    'kics:78dfd8f0-a6ee-48ec-af8c-e4d9b3292a07',
    'kics:8fe6d18a-ad4c-4397-8884-e3a9da57f4c9',
    'kics:a96bbc06-8cde-4295-ad3c-ee343a7f658e',
    'redocly:no-enum-type-mismatch',
    'speakeasy:semantic-typed-enum',
    'spectral:typed-enum',
    'vacuum:typed-enum',
  ],
  concepts: ['enum-value-of-wrong-type'],
  visits: 'openapi.schema',
  check(schema, report) {
    const { view, types, document } = schema;
    if (types.length === 0) return;
    const nullable =
      view.get('type').items.some((it) => it.text === 'null') ||
      view.get('nullable').boolean === true ||
      view.get('x-nullable').boolean === true;
    const judge = (value: View, what: string, equivalents: readonly string[] | undefined): void => {
      const type = typeOfValue(value);
      if (type === undefined || conforms(type, types) || (type === 'null' && (nullable || what === 'enum'))) return;
      report({
        at: value.anchor('value'),
        message: `The ${what === 'enum' ? 'enum value' : 'default'} ${value.text === undefined ? 'here' : `"${value.text}"`} of ${schema.label} is of type ${type}, the schema says ${types.join(' or ')}.`,
        ...(equivalents ? { equivalents } : {}),
        fixes: castTo(value, types),
      });
    };
    const ofEnum = this.equivalents.filter((it) => !ofDefault.includes(it));
    for (const item of view.get('enum').items) judge(item, 'enum', ofEnum);
    // The default of a list parameter in 2.0 may be written for one item.
    const value = view.get('default');
    if (value.exists && !(document.is2 && types.includes('array') && view.has('in')))
      judge(value, 'default', ofDefault);
  },
});

/** Quoted or unquoted, where the text itself fits. */
function castTo(value: View, types: readonly string[]): readonly Fix[] {
  const { text } = value;
  if (text === undefined) return [];
  const set = (it: string | number | boolean): readonly Fix[] => [
    fix(`Write it as ${typeof it}`, 'behaviour', { op: 'set', at: value.anchor(), value: it }),
  ];
  if (types.includes('string')) return set(text);
  if (
    (types.includes('integer') && /^-?\d{1,15}$/.test(text)) ||
    (types.includes('number') && /^-?\d{1,15}(\.\d+)?$/.test(text))
  )
    return set(Number(text));
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return set(text === 'true');
  return [];
}
