import { defineRule } from '../../../rules/rule.ts';
import { gapEquivalents, noContainerContext } from '../equivalents.ts';
import { closeGap, gapsOf, isUndecided, judgedContainers } from '../hardening.ts';
import { fix, fixBySetting } from '../repair.ts';
import { is } from '../setting.ts';
import { containersTitle, otherContainers } from '../wording.ts';

const explicit = [
  'kube-linter:privilege-escalation-container',
  'kubesec:AllowPrivilegeEscalation',
  'rahman:escalated-privileges-for-child-processes',
];
const open = gapEquivalents['privilege-escalation'];

export default defineRule({
  id: 'kubernetes/privilege-escalation',
  title: 'Processes may gain more rights than the container started with',
  why: 'A setuid program or a file capability in the image turns a foothold in an unprivileged process into root in the container.',
  remedy: 'Set allowPrivilegeEscalation to false; the default is true.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [269, 1188], stride: ['E'], cis: ['Kubernetes 5.2.6'], owasp: ['K01:2022'] },
  equivalents: [...open, ...explicit, ...noContainerContext],
  concepts: ['privilege-escalation-allowed', 'privilege-escalation-not-disabled'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    if (workload.isWindows) return;
    for (const container of workload.containers) {
      const { allowPrivilegeEscalation: setting, privileged, addedCapabilities } = container;
      if (!is(setting, true)) continue;
      report({
        at: setting.view.anchor(),
        message: `${container.title} of ${workload.object.title} lets its processes gain more rights than they started with: a setuid program in the image is a way from a foothold to root. Set allowPrivilegeEscalation to false.`,
        severity: 'error',
        equivalents: [...open, ...explicit],
        // The API refuses false beside these two: they have to go first.
        fixes:
          is(privileged, true) || addedCapabilities?.some((it) => it.name === 'SYS_ADMIN')
            ? []
            : fixBySetting(setting.view, false, 'Set allowPrivilegeEscalation to false'),
      });
    }
    const silent = judgedContainers(workload).filter(
      (it) => !isUndecided(it) && gapsOf(it).includes('privilege-escalation'),
    );
    const [first] = silent;
    if (!first) return;
    const forced = silent.filter((it) => it.addedCapabilities?.some(({ name }) => name === 'SYS_ADMIN'));
    report({
      at: first.at,
      message: `${containersTitle(silent)} of ${workload.object.title} may gain more rights than ${silent.length > 1 ? 'they' : 'it'} started with, for that is the default: a setuid program in the image is a way from a foothold to root. Set allowPrivilegeEscalation to false.`,
      equivalents: [
        ...open,
        ...(forced.length > 0 ? explicit : []),
        ...(silent.some((it) => !it.securityContext.exists || it.securityContext.isNull) ? noContainerContext : []),
      ],
      related: otherContainers(silent),
      fixes:
        forced.length > 0
          ? []
          : fix(
              'Set allowPrivilegeEscalation to false',
              'behaviour',
              silent.map((it) => it.view),
              silent.flatMap((it) => closeGap(it, 'privilege-escalation')),
            ),
    });
  },
});
