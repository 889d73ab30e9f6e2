import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { directionOf, usedIn } from '../limits.ts';

const combinators = ['allOf', 'anyOf', 'oneOf'];

/** An element that is `{}` is an empty schema, too. */
const ofEmpty = ['kics:500ce696-d501-41dd-86eb-eceb011a386f', 'kics:967575e5-eb44-4c24-aadb-7e33608ed30a'];

export default defineRule({
  id: 'openapi/untyped-array-items',
  title: 'Array elements are not described',
  why: 'Elements of any shape pass, so nested data gets in unchecked; in 2.0 and 3.0 an array without items is not even valid, and generators skip it.',
  remedy: 'Describe the elements under items.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:500ce696-d501-41dd-86eb-eceb011a386f',
    'kics:967575e5-eb44-4c24-aadb-7e33608ed30a',
    'kics:8697a1a4-82c6-4603-8ac8-57529756744e',
    'kics:be0e0df7-f3d9-42a1-9b6f-d425f94872c4',
    '42crunch:v3-validation-schema-array-items',
    '42crunch:validation-header-array-items',
    '42crunch:validation-schema-array-items',
    'kics:3e4d34d2-36cf-4449-976d-6c256db8fc49',
    'kics:a8e859da-4a43-4e7f-94b8-25d6e3bf8e90',
    'spectral:array-items',
  ],
  concepts: ['array-items-without-type', 'array-without-items'],
  visits: 'openapi.schema',
  looksAt: ({ types }) => types.includes('array'),
  check(schema, report) {
    if (!schema.is('array')) return;
    const { view, document } = schema;
    const items = view.get('items');
    const { key, ...level } = directionOf(schema);
    const common = {
      ...level,
      group: {
        key: `${key} ${items.exists}`,
        from: 4,
        acrossFiles: true,
        message: (n: number) =>
          `${n} arrays do not describe their elements, the first is ${schema.label}${usedIn(schema)}.`,
      },
    };
    if (items.missing || items.isNull) {
      if (schema.states('prefixItems', 'items')) {
        if (!items.isNull) return;
      }
      report({
        at: view.get('type').anchor('key'),
        message: `The array ${schema.label}${usedIn(schema)} has no items: its elements are not described.`,
        equivalents: [
          '42crunch:v3-validation-schema-array-items',
          '42crunch:validation-header-array-items',
          '42crunch:validation-schema-array-items',
          'kics:3e4d34d2-36cf-4449-976d-6c256db8fc49',
          'kics:a8e859da-4a43-4e7f-94b8-25d6e3bf8e90',
          'spectral:array-items',
        ],
        fixes: [
          fix('Let the elements be strings', 'behaviour', setKey(view, 'items', { type: 'string', maxLength: 255 })),
        ],
        ...common,
      });
      return;
    }
    const target = items.isMap ? document.references.resolve(items) : undefined;
    if (!target?.isMap || ['type', '$ref', 'enum', 'const', 'properties', 'not', 'if'].some((it) => !target.lacks(it)))
      return;
    const members = combinators.flatMap((it) => target.get(it).items);
    const typed =
      members.length > 0 &&
      members.every((it) => {
        const member = document.references.resolve(it);
        return (
          !member || ['type', 'enum', 'const', 'properties', ...combinators].some((keyword) => member.has(keyword))
        );
      });
    if (typed || combinators.some((it) => target.has(it) && !target.get(it).isList)) return;
    report({
      at: items.anchor('key'),
      message: `The elements of ${schema.label}${usedIn(schema)} have no type, so anything passes. State it.`,
      equivalents: [
        'kics:8697a1a4-82c6-4603-8ac8-57529756744e',
        'kics:be0e0df7-f3d9-42a1-9b6f-d425f94872c4',
        ...(target.keys.length === 0 ? ofEmpty : []),
      ],
      fixes: target.has('properties') ? [fix('Make them objects', 'behaviour', setKey(target, 'type', 'object'))] : [],
      ...common,
    });
  },
});
