import { defineRule } from '../../../rules/rule.ts';
import { isNamespaced } from '../namespaced.ts';
import { readText } from '../setting.ts';
import { isWorkload } from '../workload.ts';

const explicitOnly = ['kube-linter:use-namespace'];
const any = [
  'checkov:CKV_K8S_21',
  'trivy:KSV-0110',
  'kics:using_unrecommended_namespace',
  'kubescape:C-0061',
  'kubescape:C-0212',
  'kyverno:disallow-default-namespace',
];

export default defineRule({
  id: 'kubernetes/default-namespace',
  title: 'Object is placed in the default namespace',
  why: 'The default namespace belongs to nobody: services that have nothing to do with each other share its secrets, its accounts and its missing policies.',
  remedy: 'Give the service a namespace of its own.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [653], stride: ['E', 'I'], cis: ['Kubernetes 5.7.4'] },
  equivalents: [...any, ...explicitOnly],
  concepts: ['default-namespace'],
  visits: ['kubernetes.resource', 'kubernetes.workload'],
  check(noun, report) {
    // A workload is announced as an object too; only where it says nothing is the workload the better judge.
    if (isWorkload(noun)) {
      const namespace = readText(noun.object.metadata, 'namespace');
      if (namespace.state !== 'absent' || noun.partial || noun.kustomize.namespaced) return;
      report({
        at: noun.at,
        message: `${noun.object.title} names no namespace, so it lands in the default one unless whoever applies it says otherwise. Name the namespace that it belongs to.`,
        severity: 'hint',
        equivalents: any,
      });
      return;
    }
    const namespace = readText(noun.metadata, 'namespace');
    if (namespace.state !== 'set' || namespace.value !== 'default' || !isNamespaced(noun.group, noun.kind)) return;
    // What every cluster has there.
    if (noun.name === 'kubernetes' && ['Service', 'Endpoints', 'EndpointSlice'].includes(noun.kind)) return;
    if (noun.name === 'default' && noun.kind === 'ServiceAccount') return;
    report({
      at: namespace.view.anchor(),
      message: `${noun.title} is placed in the default namespace, which belongs to nobody: whatever lands there shares its secrets, its accounts and its missing policies. Give it a namespace of its own.`,
      equivalents: [...any, ...explicitOnly],
    });
  },
});
