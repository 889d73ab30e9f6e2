import type { Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { Anchor } from '../../../syntax/anchor.ts';
import { type Check, commandLineOf, type Component, reportFaults } from '../control-plane.ts';
import { fixBySetting } from '../repair.ts';
import type { KubernetesResource } from '../resource.ts';
import { isWorkload } from '../workload.ts';

const proxy = ['kubescape:C-0291'];

const byComponent: Readonly<Partial<Record<Component, readonly string[]>>> = {
  'kube-controller-manager': [
    'kics:bind_address_not_properly_set',
    'checkov:CKV_K8S_113',
    'trivy:KCV-0039',
    'kubescape:C-0150',
  ],
  'kube-scheduler': ['kics:bind_address_not_properly_set', 'checkov:CKV_K8S_115', 'trivy:KCV-0041', 'kubescape:C-0152'],
};

const checks: readonly Check[] = [
  (line) => {
    const flag = line.flag('bind-address') ?? line.flag('address');
    const local = flag
      ? flag.value === undefined || /^(?:127\.|::1|localhost)/.test(flag.value)
      : !line.lacks('bind-address');
    if (local) return undefined;
    return {
      words: 'listens on every address of its node (--bind-address)',
      severity: 'info',
      equivalents: byComponent[line.component] ?? [],
      ...(flag ? { at: flag.view } : {}),
      repair: { flag: flag?.name ?? 'bind-address', value: '127.0.0.1' },
    };
  },
];

export default defineRule({
  id: 'kubernetes/control-plane-listener',
  title: 'Control plane listens beyond its own machine',
  why: 'Metrics and health of the component become reachable for whoever reaches the node.',
  remedy: 'Set --bind-address=127.0.0.1.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1327], stride: ['I'], cis: ['Kubernetes 1.3.7', 'Kubernetes 1.4.2'] },
  equivalents: [
    'kics:bind_address_not_properly_set',
    'checkov:CKV_K8S_113',
    'trivy:KCV-0039',
    'kubescape:C-0150',
    'checkov:CKV_K8S_115',
    'trivy:KCV-0041',
    'kubescape:C-0152',
    ...proxy,
  ],
  concepts: ['control-plane-bind-address'],
  visits: ['kubernetes.workload', 'kubernetes.resource'],
  check(noun, report) {
    if (isWorkload(noun)) {
      for (const container of noun.containers) {
        const line = commandLineOf(container);
        reportFaults(line, 'kube-controller-manager', checks, report);
        reportFaults(line, 'kube-scheduler', checks, report);
      }
      return;
    }
    const metrics = metricsAddress(noun);
    if (!metrics || /^(?:127\.|localhost|\[::1\]|::1|$)/.test(metrics.address)) return;
    report({
      at: metrics.at,
      message: `${noun.title} lets kube-proxy serve its metrics on ${metrics.address}, to whoever reaches the node. Set metricsBindAddress to 127.0.0.1:10249.`,
      equivalents: proxy,
      fixes: metrics.fixes,
    });
  },
});

/** kube-proxy is configured by a file, which kubeadm keeps in a ConfigMap. */
function metricsAddress(
  object: KubernetesResource,
): { address: string; at: Anchor; fixes: readonly Fix[] } | undefined {
  if (object.isA('kubeproxy.config.k8s.io', 'KubeProxyConfiguration')) {
    const view = object.view.get('metricsBindAddress');
    const address = view.text;
    return address === undefined
      ? undefined
      : { address, at: view.anchor(), fixes: fixBySetting(view, '127.0.0.1:10249', 'Serve metrics on the node only') };
  }
  if (!object.isA('', 'ConfigMap')) return undefined;
  for (const [, view] of object.view.get('data').entries) {
    const text = view.text ?? '';
    const address = /^metricsBindAddress:[ \t]*["']?([^\s"'#]+)/m.exec(text)?.[1];
    if (!/^kind:[ \t]*KubeProxyConfiguration[ \t]*$/m.test(text) || address === undefined) continue;
    return { address, at: view.anchor('key'), fixes: [] };
  }
  return undefined;
}
