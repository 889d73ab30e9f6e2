import { defineRule } from '../../../rules/rule.ts';
import { lowGroup, lowUser } from '../equivalents.ts';
import type { Setting } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/low-user-id',
  title: 'User or group id may exist on the node too',
  why: 'A process that breaks out, or reaches a path of the host, has the rights of the account or group of the node with the same number.',
  remedy: 'Choose ids of 10000 or more.',
  category: 'least-privilege',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'], cis: ['Kubernetes 5.7.3'] },
  equivalents: [...lowUser, ...lowGroup],
  concepts: ['low-user-id', 'low-group-id'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    if (workload.isWindows || workload.hasUserNamespace) return;
    const seen = new Set<string>();
    for (const { runAsUser, runAsGroup, title } of workload.containers) {
      const low = [runAsUser, runAsGroup].filter(isLow);
      const [first] = low;
      const key = JSON.stringify(first?.view.route);
      if (!first || seen.has(key)) continue;
      seen.add(key);
      const named = low.map((it) => `${it === runAsUser ? 'user' : 'group'} ${it.value}`).join(' and ');
      report({
        at: first.view.anchor(),
        message: `${title} of ${workload.object.title} runs as ${named}, ${low.length > 1 ? 'numbers' : 'a number'} that accounts of the node may have as well: after an escape it has their rights. Choose 10000 or more, and let the image's files belong to it.`,
        equivalents: [
          ...(first === runAsUser ? lowUser : []),
          ...(low.some((it) => it === runAsGroup) ? lowGroup : []),
        ],
      });
    }
  },
});

/** Root, which is 0, is for other rules. */
function isLow(id: Setting<number>): id is Extract<Setting<number>, { readonly state: 'set' }> {
  return id.state === 'set' && id.value >= 1 && id.value < 10_000;
}
