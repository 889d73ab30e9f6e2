import { blank, type Fix, type PlainValue } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { Container } from '../container.ts';
import { fix, setField } from '../repair.ts';
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
      fixes: askOverHttp(open),
    });
  },
});

/** Stores, brokers and others that speak no HTTP on the port that is theirs by custom. */
const noHttp = new Set([
  22, 25, 53, 1433, 1521, 2181, 3306, 4222, 5432, 5672, 6379, 6650, 9042, 9092, 11211, 26257, 27017,
]);

/** What a service answers on is its author's to say; the port is declared. */
function askOverHttp(containers: readonly Container[]): readonly Fix[] {
  const patches = containers.flatMap((container) => {
    const [first] = container.view.get('ports').items;
    const port = first?.get('name').string ?? first?.get('containerPort').number;
    if (port === undefined) return [];
    const probe = (path: string): PlainValue => ({ httpGet: { path: blank(path), port } });
    return [
      ...(container.probe('readinessProbe').state === 'absent'
        ? [setField(container.view.get('readinessProbe'), probe('/ready'))]
        : []),
      ...(container.probe('livenessProbe').state === 'absent'
        ? [setField(container.view.get('livenessProbe'), probe('/alive'))]
        : []),
    ];
  });
  const known = containers.every((it) => {
    const number = it.view.get('ports').item(0).get('containerPort').number;
    return number !== undefined && !noHttp.has(number);
  });
  const views = containers.map((it) => it.view);
  return known ? fix('Ask over HTTP whether it works', 'needs-value', views, patches) : [];
}
