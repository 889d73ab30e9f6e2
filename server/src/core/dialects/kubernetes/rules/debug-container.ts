import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';

export default defineRule({
  id: 'kubernetes/debug-container',
  title: 'Manifest carries debug containers',
  why: 'Debug containers are meant to be added to a running pod through a guarded door; in a manifest they bring their tools to every pod.',
  remedy: 'Remove ephemeralContainers and use kubectl debug.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [489], stride: ['E'] },
  equivalents: ['kyverno:block-ephemeral-containers'],
  concepts: ['ephemeral-container-present'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const [first] = workload.list('ephemeralContainers');
    if (!first) return;
    const list = workload.spec.get('ephemeralContainers');
    report({
      at: list.anchor(),
      message: `${workload.object.title} carries the debug container "${first.name}" in its manifest, and with it tools that an intruder can use. Remove ephemeralContainers; kubectl debug adds one when it is needed, and that is authorised and logged.`,
      fixes: fixByRemoving(list, 'Remove the debug containers'),
    });
  },
});
