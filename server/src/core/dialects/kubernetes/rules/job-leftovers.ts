import { defineRule } from '../../../rules/rule.ts';
import { fix, fixByRemoving, setField } from '../repair.ts';
import { readInteger } from '../setting.ts';

const lingering = ['kube-linter:job-ttl-seconds-after-finished'];
const deadline = ['kube-score:cronjob-has-deadline', 'kics:cronjob_deadline_not_configured'];

export default defineRule({
  id: 'kubernetes/job-leftovers',
  title: 'Job leaves pods or missed runs behind',
  why: 'Finished pods keep their logs, volumes and names; a schedule that missed too many runs stops for ever.',
  remedy: 'Set ttlSecondsAfterFinished on jobs and startingDeadlineSeconds on schedules.',
  category: 'hygiene',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [459, 400], stride: ['D', 'I'] },
  equivalents: [...lingering, ...deadline],
  concepts: ['job-cleanup', 'cronjob-no-deadline'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const { object } = workload;
    if (workload.partial) return;
    if (object.isA(['batch', ''], 'Job')) {
      const ttl = readInteger(object.spec, 'ttlSecondsAfterFinished');
      // Argo CD and Helm remove the jobs that are their hooks.
      const hooked = object.annotations.some(
        (it) => it.name === 'helm.sh/hook' || it.name === 'argocd.argoproj.io/hook',
      );
      if (ttl.state !== 'absent' || hooked) return;
      report({
        at: object.at,
        message: `${object.title} stays in the cluster after it has finished, with its pods, logs and volumes. Set ttlSecondsAfterFinished.`,
        equivalents: lingering,
        fixes: fix('Remove it a day after it has finished', 'behaviour', [object.view], [setField(ttl.view, 86_400)]),
      });
    }
    if (!object.isA(['batch', ''], 'CronJob')) return;
    const ttl = readInteger(object.spec, 'jobTemplate', 'spec', 'ttlSecondsAfterFinished');
    if (ttl.state === 'set') {
      report({
        at: ttl.view.anchor('key'),
        message: `The jobs of ${object.title} are removed by ttlSecondsAfterFinished, so the history limits of the schedule have nothing left to show when one has failed. Remove it and rely on the limits.`,
        equivalents: lingering,
        fixes: fixByRemoving(ttl.view, 'Remove ttlSecondsAfterFinished'),
      });
    }
    const start = readInteger(object.spec, 'startingDeadlineSeconds');
    if (start.state !== 'absent') return;
    report({
      at: object.at,
      message: `${object.title} has no deadline for late starts: after an outage missed runs pile up, and after a hundred of them it stops for ever. Set startingDeadlineSeconds.`,
      equivalents: deadline,
      fixes: fix('Allow starts up to five minutes late', 'behaviour', [object.view], [setField(start.view, 300)]),
    });
  },
});
