import { defineRule } from '../../../rules/rule.ts';
import { identityOf } from '../identity.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/closed-composition',
  title: 'Closed object inside a composition can never validate',
  why: 'A closed branch of allOf forbids the properties of its siblings, so nothing fits; teams then switch validation off, which is the real exposure.',
  remedy: 'Open the branch; since 3.1 close the whole with unevaluatedProperties.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['D'], owasp: ['API3:2023'] },
  equivalents: ['kics:a19c3bbd-c056-40d7-9e1c-eeb0634e320d'],
  concepts: ['additional-properties-false-in-composition'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => keys.has('additionalProperties'),
  check(schema, report) {
    const closed = schema.view.get('additionalProperties');
    if (closed.boolean !== false) return;
    const own = new Set(schema.view.get('properties').keys);
    for (const parent of schema.composedIn) {
      // The other parts must have a property that this one does not know.
      const siblings = parent.facets.filter((it) => identityOf(it) !== identityOf(schema.view));
      if (!siblings.some((it) => it.get('properties').keys.some((name) => !own.has(name)))) continue;
      report({
        at: closed.anchor('key'),
        message: `${schema.label} is closed but part of ${parent.label}, whose other properties it forbids: no value fits. Open it.`,
        related: [{ message: 'The composition', at: parent.view.get('allOf').anchor('key') }],
        fixes: [fix('Remove additionalProperties', 'behaviour', { op: 'remove', at: closed.anchor() })],
      });
      return;
    }
  },
});
