import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../repair.ts';
import { is, isNot, readText } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/restarting-cron-job',
  title: 'Job is to be restarted for ever',
  why: 'Jobs may not restart always: the API refuses the object, and the task never runs.',
  remedy: 'Set restartPolicy to OnFailure or Never.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: ['kube-score:cronjob-restartpolicy'],
  concepts: ['cronjob-restart-policy'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    if (!workload.object.isA(['batch', ''], 'Job', 'CronJob') || workload.partial) return;
    const policy = readText(workload.spec, 'restartPolicy');
    if (!isNot(policy, 'OnFailure') || is(policy, 'Never')) return;
    report({
      at: policy.state === 'set' ? policy.view.anchor() : workload.at,
      message: `${workload.object.title} ${policy.state === 'set' ? `has the restart policy ${policy.value}` : 'has no restart policy, which means Always'}; the API refuses that for jobs, so it never runs. Set OnFailure or Never.`,
      fixes: fixBySetting(policy.view, 'OnFailure', 'Restart it on failure'),
    });
  },
});
