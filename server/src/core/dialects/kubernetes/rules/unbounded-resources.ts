import { blank, type Fix, type PlainValue } from '../../../fix/patch.ts';
import { defineRule, type Severity } from '../../../rules/rule.ts';
import type { Container } from '../container.ts';
import { fix, setField } from '../repair.ts';

type Missing = 'memory limit' | 'CPU limit' | 'memory request' | 'CPU request';

const limits = [
  'kubescape:C-0009',
  'rahman:absent-resource-limit',
  'gatekeeper:K8sRequiredResources',
  'kube-score:container-resources',
];
const memory = ['kubescape:C-0004', 'kyverno:require-pod-requests-limits', 'kube-linter:unset-memory-requirements'];
const cpu = ['kubescape:C-0050'];

const equivalents: Readonly<Record<Missing, readonly string[]>> = {
  'memory limit': [
    'checkov:CKV_K8S_13',
    'trivy:KSV-0018',
    'kics:memory_limits_not_defined',
    'polaris:memoryLimitsMissing',
    'kubescape:C-0271',
    'kubesec:LimitsMemory',
    ...memory,
    ...limits,
  ],
  'CPU limit': [
    'checkov:CKV_K8S_11',
    'trivy:KSV-0011',
    'kics:cpu_limits_not_set',
    'polaris:cpuLimitsMissing',
    'kubescape:C-0270',
    'kyverno:require-cpu-limits',
    'kubesec:LimitsCPU',
    ...cpu,
    ...limits,
  ],
  'memory request': [
    'checkov:CKV_K8S_12',
    'trivy:KSV-0016',
    'kics:memory_requests_not_defined',
    'polaris:memoryRequestsMissing',
    'kubescape:C-0269',
    'kubesec:RequestsMemory',
    ...memory,
    'gatekeeper:K8sRequiredResources',
    'kube-score:container-resources',
  ],
  'CPU request': [
    'checkov:CKV_K8S_10',
    'trivy:KSV-0015',
    'kube-linter:unset-cpu-requirements',
    'kics:cpu_requests_not_set',
    'polaris:cpuRequestsMissing',
    'kubescape:C-0268',
    'kyverno:require-pod-requests-limits',
    'kubesec:RequestsCPU',
    ...cpu,
    'gatekeeper:K8sRequiredResources',
    'kube-score:container-resources',
  ],
};

export default defineRule({
  id: 'kubernetes/unbounded-resources',
  title: 'Container may use up its node',
  why: 'One large or crafted request, or a leak, takes the memory of the node and brings its neighbours down; without requests this pod is the first to be evicted.',
  remedy: 'Set requests for CPU and memory and a limit for memory.',
  category: 'resource-limits',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [770], stride: ['D'], owasp: ['API4:2023', 'K01:2022'] },
  equivalents: [...new Set(Object.values(equivalents).flat())],
  concepts: ['memory-limit-missing', 'cpu-limit-missing', 'memory-request-missing', 'cpu-request-missing'],
  visits: 'kubernetes.container',
  check(container, report) {
    // The API allows no resources on debug containers.
    if (container.workload.partial || container.list === 'ephemeralContainers') return;
    const missing = missingOf(container);
    if (missing.length === 0) return;
    const lacking = missing.length === 4 ? 'limits and no requests for memory and CPU' : missing.join(', no ');
    const named = `${container.title} of ${container.workload.object.title}`;
    report({
      at: container.at,
      message: missing.includes('memory limit')
        ? `${named} has no ${lacking}: one large request or a leak takes the memory of its node, and its neighbours are killed with it. Set them, unless a LimitRange of the namespace does.`
        : `${named} has no ${lacking}${missing.includes('CPU request') || missing.includes('memory request') ? ', so nodes are overbooked with it and it starves first under load' : ', so a loop in it slows its neighbours down'}. Set ${missing.length > 1 ? 'them' : 'it'}, unless a LimitRange of the namespace does.`,
      severity: severityOf(missing),
      equivalents: [...new Set(missing.flatMap((it) => equivalents[it]))],
      fixes: bound(container, missing),
    });
  },
});

function missingOf(container: Container): readonly Missing[] {
  const lacks = (kind: 'limits' | 'requests', name: 'cpu' | 'memory'): boolean => {
    const quantity = container.resourceQuantity(kind, name);
    return quantity.state === 'absent' || (quantity.state === 'set' && /^0+(?:\.0+)?[a-zA-Z]*$/.test(quantity.value));
  };
  const missing: Missing[] = [];
  if (lacks('limits', 'memory')) missing.push('memory limit');
  if (lacks('limits', 'cpu')) missing.push('CPU limit');
  // The API copies a limit into a request that is not there.
  if (lacks('requests', 'memory') && lacks('limits', 'memory')) missing.push('memory request');
  if (lacks('requests', 'cpu') && lacks('limits', 'cpu')) missing.push('CPU request');
  return missing;
}

/** CPU can be taken back and memory cannot: many leave the CPU limit out on purpose. */
function severityOf(missing: readonly Missing[]): Severity {
  if (missing.includes('memory limit')) return 'warning';
  return missing.includes('CPU request') || missing.includes('memory request') ? 'info' : 'hint';
}

function bound(container: Container, missing: readonly Missing[]): readonly Fix[] {
  const proposals: Readonly<Record<Missing, readonly [kind: 'limits' | 'requests', name: string, value: PlainValue]>> =
    {
      'memory request': ['requests', 'memory', blank('128Mi')],
      'CPU request': ['requests', 'cpu', blank('100m')],
      'memory limit': ['limits', 'memory', blank('256Mi')],
      'CPU limit': ['limits', 'cpu', blank('500m')],
    };
  const order: readonly Missing[] = ['CPU request', 'memory request', 'CPU limit', 'memory limit'];
  const patches = order
    .filter((it) => missing.includes(it))
    .map((it) => {
      const [kind, name, value] = proposals[it];
      return setField(container.view.at('resources', kind, name), value);
    });
  return fix('Set requests and limits', 'needs-value', [container.view], patches);
}
