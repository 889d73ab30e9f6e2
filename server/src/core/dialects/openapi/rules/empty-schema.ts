import { defineRule } from '../../../rules/rule.ts';
import { directionOf, usedIn } from '../limits.ts';

const notes = new Set(['description', 'title', 'deprecated', 'externalDocs', '$comment']);

export default defineRule({
  id: 'openapi/empty-schema',
  title: 'Schema is empty',
  why: 'An empty schema accepts everything, also what the handler never expected.',
  remedy: 'Describe the value.',
  category: 'input-validation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: ['kics:500ce696-d501-41dd-86eb-eceb011a386f', 'kics:967575e5-eb44-4c24-aadb-7e33608ed30a'],
  concepts: ['empty-schema'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => [...keys].every((it) => notes.has(it)),
  check(schema, report) {
    const { view, document } = schema;
    if (!view.isMap || view.inherited || schema.alternativeOf.size > 0) return;
    // A parameter of 2.0 is no schema, and one without type has a rule of its own.
    if (document.is2 && view.has('in')) return;
    if (!view.keys.every((it) => notes.has(it))) return;
    // The elements of an array have a rule of their own, which says it of every element without a type.
    if (view.key === 'items' && (view.parent?.textAt('type') === 'array' || view.parent?.get('type').isList)) return;
    const { key, ...level } = directionOf(schema);
    report({
      at: view.anchor('key'),
      message: `The schema ${schema.label}${usedIn(schema)} is empty and accepts everything. Describe the value.`,
      ...level,
      ...(key === 'in' && view.keys.length > 0
        ? { severity: 'info' as const, reason: 'at least it is described in words' }
        : {}),
      group: {
        key: `${key} ${view.keys.length > 0}`,
        from: 4,
        acrossFiles: true,
        message: (n) => `${n} schemas are empty and accept everything, the first is ${schema.label}${usedIn(schema)}.`,
      },
    });
  },
});
