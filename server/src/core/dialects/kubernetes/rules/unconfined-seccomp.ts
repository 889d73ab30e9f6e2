import { defineRule } from '../../../rules/rule.ts';
import { gapEquivalents, noAppArmor, noPodContext } from '../equivalents.ts';
import { closeGap, gapsOf, hasNoProfile, isUndecided, judgedContainers } from '../hardening.ts';
import { fix, fixBySetting } from '../repair.ts';
import { is } from '../setting.ts';
import { containersTitle, otherContainers } from '../wording.ts';

const explicit = [
  'psa:seccompProfile_baseline',
  'kyverno:restrict-seccomp',
  'kubesec:SeccompUnconfined',
  'gatekeeper:K8sPSPSeccompV2.seccomp-baseline',
];

export default defineRule({
  id: 'kubernetes/unconfined-seccomp',
  title: 'Container may make every system call',
  why: 'Some three hundred system calls that services never make are the surface of most escapes from containers.',
  remedy: 'Set seccompProfile to RuntimeDefault on the pod.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [693], stride: ['E'], cis: ['Kubernetes 5.7.2'], owasp: ['K01:2022'] },
  equivalents: [...gapEquivalents.seccomp, ...explicit, ...noPodContext, 'kubescape:C-0055', ...noAppArmor],
  concepts: ['seccomp-not-set', 'seccomp-unconfined', 'apparmor-not-set'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    if (workload.isWindows) return;
    const named = workload.object.title;
    const seen = new Set<string>();
    for (const container of workload.containers) {
      const { seccomp } = container;
      const key = JSON.stringify(seccomp.view.route);
      if (!is(seccomp, 'Unconfined') || seen.has(key)) continue;
      seen.add(key);
      report({
        at: seccomp.view.anchor(),
        message: `${container.title} of ${named} may make every system call of the node's kernel, because its seccomp filter is switched off. Choose RuntimeDefault, or a Localhost profile with the calls that it needs.`,
        severity: 'error',
        equivalents: [...explicit, ...gapEquivalents.seccomp],
        fixes:
          seccomp.view.key === 'type'
            ? fixBySetting(seccomp.view, 'RuntimeDefault', 'Use the seccomp profile RuntimeDefault')
            : [],
      });
    }
    const open = judgedContainers(workload).filter((it) => !isUndecided(it) && gapsOf(it).includes('seccomp'));
    const [first] = open;
    if (!first) return;
    const patches = new Map(open.flatMap((it) => closeGap(it, 'seccomp')).map((it) => [JSON.stringify(it.at), it]));
    report({
      at: first.at,
      message: `${containersTitle(open)} of ${named} ${open.length > 1 ? 'have' : 'has'} no seccomp profile, so unless the node is set up otherwise every system call of its kernel is open to an intruder. Set seccompProfile to RuntimeDefault on the pod.`,
      equivalents: [
        ...gapEquivalents.seccomp,
        ...(workload.securityContext.exists ? [] : noPodContext),
        ...(open.some(hasNoProfile) ? ['kubescape:C-0055'] : []),
        ...(open.some((it) => it.appArmor.state === 'absent') ? noAppArmor : []),
      ],
      related: otherContainers(open),
      fixes: fix(
        'Use the seccomp profile RuntimeDefault',
        'behaviour',
        [workload.spec, ...open.map((it) => it.view)],
        [...patches.values()],
      ),
    });
  },
});
