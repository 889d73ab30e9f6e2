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
  looksAt: ({ keys, types }) => types.length > 0 && (keys.has('enum') || keys.has('default')),
  check(schema, report) {
    const { view, types, document } = schema;
    if (types.length === 0) return;
    const nullable =
      view.get('type').items.some((it) => it.text === 'null') ||
      view.booleanAt('nullable') === true ||
      view.booleanAt('x-nullable') === true;
    const wrong = (value: View, what: 'enum' | 'default'): string | undefined => {
      const type = typeOfValue(value);
      const right = type === undefined || conforms(type, types) || (type === 'null' && (nullable || what === 'enum'));
      return right ? undefined : type;
    };
    const list = view.get('enum');
    const values = list.items.filter((it) => wrong(it, 'enum') !== undefined);
    if (values[0]) {
      // The list is one decision: a second value of the wrong type is no second finding.
      const kinds = [...new Set(values.map((it) => wrong(it, 'enum')))].join(' and ');
      const casts = values.map((it) => castTo(it, types));
      const cast = casts[0]?.title;
      report({
        at: list.anchor('key'),
        message: `The enum value${values.length === 1 ? '' : 's'} ${values.map((it) => (it.text === undefined ? 'here' : `"${it.text}"`)).join(', ')} of ${schema.label} ${values.length === 1 ? 'is' : 'are'} of type ${kinds}, the schema says ${types.join(' or ')}.`,
        equivalents: this.equivalents.filter((it) => !ofDefault.includes(it)),
        related: values.map((it) => ({ message: `of type ${wrong(it, 'enum') ?? ''}`, at: it.anchor('value') })),
        fixes:
          cast !== undefined && casts.every((it) => it?.title === cast)
            ? [fix(cast, 'behaviour', ...casts.flatMap((it) => it?.patches ?? []))]
            : [],
      });
    }
    // The default of a list parameter in 2.0 may be written for one item.
    const value = view.get('default');
    const type =
      value.exists && !(document.is2 && types.includes('array') && view.has('in')) && wrong(value, 'default');
    if (!type) return;
    const cast = castTo(value, types);
    report({
      at: value.anchor('value'),
      message: `The default ${value.text === undefined ? 'here' : `"${value.text}"`} of ${schema.label} is of type ${type}, the schema says ${types.join(' or ')}.`,
      equivalents: ofDefault,
      fixes: cast ? [cast] : [],
    });
  },
});

/** Quoted or unquoted, where the text itself fits. */
function castTo(value: View, types: readonly string[]): Fix | undefined {
  const { text } = value;
  if (text === undefined) return undefined;
  const set = (it: string | number | boolean): Fix =>
    fix(`Write it as ${typeof it}`, 'behaviour', { op: 'set', at: value.anchor(), value: it });
  if (types.includes('string')) return set(text);
  if (
    (types.includes('integer') && /^-?\d{1,15}$/.test(text)) ||
    (types.includes('number') && /^-?\d{1,15}(\.\d+)?$/.test(text))
  )
    return set(Number(text));
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return set(text === 'true');
  return undefined;
}
