import { defineRule } from '../../../rules/rule.ts';
import { lowUser } from '../equivalents.ts';

export default defineRule({
  id: 'kubernetes/low-user-id',
  title: 'User id may exist on the node too',
  why: 'A process that breaks out, or reaches a path of the host, has the rights of the account of the node with the same number.',
  remedy: 'Choose a user id of 10000 or more.',
  category: 'least-privilege',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'], cis: ['Kubernetes 5.7.3'] },
  equivalents: lowUser,
  concepts: ['low-user-id'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    if (workload.isWindows || workload.hasUserNamespace) return;
    const seen = new Set<string>();
    for (const { runAsUser, title } of workload.containers) {
      const key = JSON.stringify(runAsUser.view.route);
      if (runAsUser.state !== 'set' || runAsUser.value < 1 || runAsUser.value >= 10_000 || seen.has(key)) continue;
      seen.add(key);
      report({
        at: runAsUser.view.anchor(),
        message: `${title} of ${workload.object.title} runs as user ${runAsUser.value}, a number that accounts of the node may have as well: after an escape it has their rights. Choose 10000 or more, and let the image's files belong to it.`,
      });
    }
  },
});
