import { defineRule } from '../../../rules/rule.ts';
import { gapEquivalents } from '../equivalents.ts';
import { closeGap, gapsOf, isUndecided, judgedContainers } from '../hardening.ts';
import { fix } from '../repair.ts';
import { is } from '../setting.ts';
import { containersTitle, otherContainers } from '../wording.ts';

export default defineRule({
  id: 'kubernetes/writable-root-filesystem',
  title: 'Container may change its own programs',
  why: 'An intruder can drop tools, replace the files of the application or leave a web shell behind that survives a restart of the process.',
  remedy: 'Set readOnlyRootFilesystem to true and mount an emptyDir where the service writes.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [732], stride: ['T'], cis: ['Kubernetes 5.7.3'], owasp: ['K01:2022'] },
  equivalents: gapEquivalents['root-filesystem'],
  concepts: ['root-filesystem-writable'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const open = workload.containers.filter(
      (it) =>
        !workload.isWindows &&
        (is(it.readOnlyRootFilesystem, false) ||
          (judgedContainers(workload).includes(it) && !isUndecided(it) && gapsOf(it).includes('root-filesystem'))),
    );
    const [first] = open;
    if (!first) return;
    report({
      at: first.readOnlyRootFilesystem.state === 'set' ? first.readOnlyRootFilesystem.view.anchor() : first.at,
      message: `${containersTitle(open)} of ${workload.object.title} may write to ${open.length > 1 ? 'their' : 'its'} whole root filesystem, so an intruder can replace programs and leave tools behind. Set readOnlyRootFilesystem to true and mount an emptyDir where the service has to write.`,
      related: otherContainers(open),
      fixes: fix(
        'Make the root filesystem read-only',
        'behaviour',
        [workload.spec, ...open.map((it) => it.view)],
        open.flatMap((it) => closeGap(it, 'root-filesystem')),
      ),
    });
  },
});
