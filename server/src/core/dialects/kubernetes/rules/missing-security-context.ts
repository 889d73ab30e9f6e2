import { defineRule } from '../../../rules/rule.ts';
import type { Container } from '../container.ts';
import {
  gapEquivalents,
  lowGroup,
  lowUser,
  netRawKept,
  noAppArmor,
  noContainerContext,
  noContextFields,
  noKernelFence,
  noPodContext,
  nothingDropped,
} from '../equivalents.ts';
import { closeGap, type Gap, gapsOf, gapWords, hasNoKernelFence, isUndecided, judgedContainers } from '../hardening.ts';
import { fix } from '../repair.ts';
import { containersTitle, listed, otherContainers } from '../wording.ts';

const missing = ['trivy:KSV-0118', 'rahman:absent-security-context', ...noContextFields];

export default defineRule({
  id: 'kubernetes/missing-security-context',
  title: 'Nothing limits what the container may do',
  why: 'Every limit stays at its permissive default, so whoever exploits the service keeps root, the default capabilities and a writable image to work with.',
  remedy: 'Give the pod and its containers a security context of the restricted profile.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1188, 250], stride: ['E', 'T'], cis: ['Kubernetes 5.7.3'], owasp: ['K01:2022'] },
  equivalents: [
    ...missing,
    ...noPodContext,
    ...noContainerContext,
    ...Object.values(gapEquivalents).flat(),
    ...nothingDropped,
    ...netRawKept,
    ...noKernelFence,
    ...noAppArmor,
    ...lowUser,
    ...lowGroup,
  ],
  concepts: [
    'security-context-missing',
    'privilege-escalation-not-disabled',
    'run-as-root-possible',
    'run-as-non-root-missing',
    'capabilities-not-dropped',
    'capabilities-drop-none',
    'net-raw-not-dropped',
    'root-filesystem-writable',
    'seccomp-not-set',
    'apparmor-not-set',
    'linux-hardening-absent',
    'low-user-id',
    'low-group-id',
  ],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const open = judgedContainers(workload).filter((it) => isUndecided(it) && gapsOf(it).length > 0);
    const [first] = open;
    if (!first) return;
    const gaps = gapsOf(first);
    report({
      at: first.at,
      message: `${containersTitle(open)} of ${workload.object.title} may ${listed(gaps.map((it) => gapWords[it]))}, because neither ${open.length > 1 ? 'they' : 'it'} nor the pod has a security context: a flaw in the service is worth that much more. Add one that says no to what is not needed.`,
      equivalents: equivalentsOf(open, gaps, workload.securityContext.exists),
      related: otherContainers(open),
      fixes: fix(
        'Add a restricted security context',
        'behaviour',
        [workload.spec, ...open.map((it) => it.view)],
        [
          ...new Map(
            open.flatMap((it) => gapsOf(it).flatMap((gap) => closeGap(it, gap))).map((it) => [JSON.stringify(it), it]),
          ).values(),
        ],
      ),
    });
  },
});

function equivalentsOf(
  containers: readonly Container[],
  gaps: readonly Gap[],
  emptyPodContext: boolean,
): readonly string[] {
  return [
    ...missing,
    ...(emptyPodContext ? [] : noPodContext),
    ...noContainerContext,
    ...gaps.flatMap((it) => gapEquivalents[it]),
    ...nothingDropped,
    ...netRawKept,
    ...(containers.some(hasNoKernelFence) ? noKernelFence : []),
    ...(containers.some((it) => it.appArmor.state === 'absent') ? noAppArmor : []),
    ...(gaps.includes('root-user') ? [...lowUser, ...lowGroup] : []),
  ];
}
