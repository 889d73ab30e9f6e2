import { defineRule } from '../../../rules/rule.ts';
import { containersTitle, listed, otherContainers } from '../wording.ts';

const liveness = [
  'checkov:CKV_K8S_8',
  'kube-linter:no-liveness-probe',
  'kics:liveness_probe_is_not_defined',
  'polaris:livenessProbeMissing',
  'kubescape:C-0056',
  'gatekeeper:K8sRequiredProbes',
];
const readiness = [
  'checkov:CKV_K8S_9',
  'kube-linter:no-readiness-probe',
  'kube-score:pod-probes',
  'kics:readiness_probe_is_not_configured',
  'polaris:readinessProbeMissing',
  'kubescape:C-0018',
  'gatekeeper:K8sRequiredProbes',
];
const none = ['kyverno:require-probes'];

export default defineRule({
  id: 'kubernetes/missing-probe',
  title: 'Nobody notices when the service hangs',
  why: 'A process that hangs, after a crafted request for example, is neither restarted nor taken out of the traffic.',
  remedy: 'Add a readiness probe, and a liveness probe where a restart helps.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [754], stride: ['D'] },
  equivalents: [...new Set([...liveness, ...readiness, ...none])],
  concepts: ['liveness-probe-missing', 'readiness-probe-missing', 'probes-none'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    if (workload.partial || workload.isBatch) return;
    const open = workload
      .list('containers')
      .filter((it) => it.probe('livenessProbe').state === 'absent' || it.probe('readinessProbe').state === 'absent');
    const [first] = open;
    if (!first) return;
    const lacksLiveness = open.some((it) => it.probe('livenessProbe').state === 'absent');
    const lacksReadiness = open.some((it) => it.probe('readinessProbe').state === 'absent');
    const lacksAll = open.some((it) =>
      ['livenessProbe', 'readinessProbe', 'startupProbe'].every((name) => it.view.get(name).missing),
    );
    const missing = [...(lacksReadiness ? ['readiness probe'] : []), ...(lacksLiveness ? ['liveness probe'] : [])];
    report({
      at: first.at,
      message: `${containersTitle(open)} of ${workload.object.title} ${open.length > 1 ? 'have' : 'has'} no ${listed(missing).replace(' and ', ' and no ')}: ${lacksReadiness ? 'requests are sent to a process that hangs' : 'a process that hangs is never restarted'}. Add ${missing.length > 1 ? 'them' : 'one'}, on an endpoint that tells whether the service works.`,
      equivalents: [
        ...new Set([
          ...(lacksLiveness ? liveness : []),
          ...(lacksReadiness ? readiness : []),
          ...(lacksAll ? none : []),
        ]),
      ],
      related: otherContainers(open),
    });
  },
});
