import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import { directionOf } from '../limits.ts';

export default defineRule({
  id: 'openapi/required-with-default',
  title: 'Required value also has a default',
  why: 'Some servers fill the default in and so accept requests that leave out a field which has to be there.',
  remedy: 'Remove the default, or do not require the value.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1188], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'ibm:ibm-no-default-for-required-parameter',
    'kics:013bdb4b-9246-4248-b0c3-7fb0fee42a29',
    'kics:f7ab6c83-ef89-40e1-8a99-32e2599fb665',
  ],
  concepts: ['required-with-default'],
  visits: ['openapi.schema', 'openapi.parameter'],
  looksAt: ({ keys }) => keys.has('required') && keys.has('properties'),
  check(noun, report) {
    if ('location' in noun) {
      const value = noun.required ? noun.type?.get('default') : undefined;
      if (!value?.exists) return;
      report({
        at: value.anchor('key'),
        message: `The parameter "${noun.name}" is required and has a default, which is never used or makes it optional. Remove the default.`,
        fixes: [fix('Remove the default', 'behaviour', { op: 'remove', at: value.anchor() })],
        group: {
          key: 'parameter',
          from: 4,
          acrossFiles: true,
          message: (n) =>
            `${n} parameters are required and have a default, the first is "${noun.name}". Remove the defaults.`,
        },
      });
      return;
    }
    const level = directionOf(noun);
    const required = new Set(noun.view.get('required').items.map((it) => it.text));
    for (const [name, entry] of required.size > 0 ? noun.view.get('properties').entries : []) {
      const value = required.has(name) ? entry.get('default') : undefined;
      if (!value?.exists) continue;
      report({
        at: value.anchor('key'),
        message: `"${name}" of ${noun.label} is required and has a default: ${level.key === 'out' ? 'some clients accept answers without it' : 'some servers accept requests without it'}. Remove the default.`,
        ...(level.severity ? { severity: level.severity, reason: level.reason ?? '' } : {}),
        fixes: [fix('Remove the default', 'behaviour', { op: 'remove', at: value.anchor() })],
        group: {
          key: level.key,
          from: 4,
          acrossFiles: true,
          message: (n) =>
            `${n} properties are required and have a default, the first is "${name}" of ${noun.label}. Remove the defaults.`,
        },
      });
    }
  },
});
