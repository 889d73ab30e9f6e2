import { defineRule } from '../../../rules/rule.ts';
import { gapEquivalents, netRawKept, nothingDropped } from '../equivalents.ts';
import { dropsAll } from '../hardening.ts';
import { fix, setField } from '../repair.ts';
import { is } from '../setting.ts';
import { calmerInInfrastructure } from '../wording.ts';

/** A privileged container has every capability; this finding answers for the rule about those that were not dropped. */
const keptCapabilities = [...gapEquivalents.capabilities, ...nothingDropped, ...netRawKept];

export default defineRule({
  id: 'kubernetes/privileged-container',
  title: 'Container runs privileged',
  why: 'A privileged container reaches every device of its node and is exempt from its filters; who owns the container owns the node.',
  remedy: 'Remove the flag, or add only the capability that is needed.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250], stride: ['E', 'T', 'I'], cis: ['Kubernetes 5.2.2'], owasp: ['K01:2022'] },
  equivalents: [
    'checkov:CKV_K8S_16',
    'trivy:KSV-0017',
    'kube-linter:privileged-container',
    'kube-score:container-security-context-privileged',
    'kics:container_is_privileged',
    'polaris:runAsPrivileged',
    'kubescape:C-0057',
    'psa:privileged',
    'kyverno:disallow-privileged-containers',
    'gatekeeper:K8sPSPPrivilegedContainer',
    'kubesec:Privileged',
    'rahman:privileged-security-context',
    'ponce:unnecessary-privileges',
    'kube-linter:privilege-escalation-container',
    ...gapEquivalents['privilege-escalation'],
    ...keptCapabilities,
  ],
  concepts: ['container-privileged', 'privilege-escalation-allowed'],
  visits: 'kubernetes.container',
  check(container, report) {
    const { privileged, allowPrivilegeEscalation, droppedCapabilities } = container;
    if (!is(privileged, true)) return;
    const context = container.securityContext;
    // The API forces escalation and all capabilities on for a privileged container, so what is left open is asked for here.
    const escalation = allowPrivilegeEscalation.state === 'absent';
    const keepsCapabilities = dropsAll(container) === false;
    report({
      at: privileged.view.anchor(),
      message: `${container.title} of ${container.workload.object.title} runs privileged: it reaches every device of its node, so whoever takes over the service takes over the node and all pods on it. Set privileged to false and add only the capability that is needed.`,
      ...calmerInInfrastructure(container.workload, 'error'),
      equivalents: this.equivalents.filter(
        (it) =>
          (escalation || !gapEquivalents['privilege-escalation'].includes(it)) &&
          (droppedCapabilities?.length === 0 || !keptCapabilities.includes(it)),
      ),
      fixes: fix(
        'Set privileged to false',
        'behaviour',
        [privileged.view, context],
        [
          setField(privileged.view, false),
          ...(escalation ? [setField(context.get('allowPrivilegeEscalation'), false)] : []),
          ...(keepsCapabilities ? [setField(context.at('capabilities', 'drop'), ['ALL'])] : []),
        ],
      ),
    });
  },
});
