import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';

export default defineRule({
  id: 'kubernetes/duplicate-env',
  title: 'Environment variable is defined twice',
  why: 'The last definition counts, so a safe setting may be undone further down where nobody looks.',
  remedy: 'Keep one definition.',
  category: 'hygiene',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1109], stride: ['T'] },
  equivalents: ['kube-linter:duplicate-env-var', 'kube-score:environment-variable-key-duplication', 'kubescape:C-0295'],
  concepts: ['env-var-duplicate'],
  visits: 'kubernetes.container',
  check(container, report) {
    const seen = new Map<string, (typeof container.env)[number]>();
    for (const variable of container.env) {
      const { name, value } = variable;
      if (name === '') continue;
      const earlier = seen.get(name);
      seen.set(name, variable);
      // `PATH=$(PATH):/more` builds on the earlier one on purpose.
      if (!earlier || (value.state === 'set' && value.value.includes(`$(${name})`))) continue;
      const same = value.state === 'set' && earlier.value.state === 'set' && value.value === earlier.value.value;
      report({
        at: variable.view.get('name').anchor(),
        message: `${name} of ${container.title.toLowerCase()} in ${container.workload.object.title} is defined twice; this later definition counts${same ? ', and it says the same' : ''}. Keep one.`,
        related: [{ message: `the earlier definition of ${name}`, at: earlier.view.get('name').anchor() }],
        fixes: fixByRemoving(earlier.view, 'Remove the earlier definition', 'safe'),
      });
    }
  },
});
