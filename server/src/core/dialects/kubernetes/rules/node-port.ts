import { defineRule } from '../../../rules/rule.ts';
import { fix, removeField, setField } from '../repair.ts';
import { is, readText } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/node-port',
  title: 'Service is open on every node',
  why: 'It is reachable on the address of each node, past the gateway where authentication, TLS and rate limits live.',
  remedy: 'Set type to ClusterIP and let a gateway publish it.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [668], stride: ['S', 'I'], owasp: ['K07:2022'] },
  equivalents: [
    'kube-linter:exposed-services',
    'kube-score:service-type',
    'kics:service_type_is_nodeport',
    'kyverno:restrict-node-port',
    'gatekeeper:K8sBlockNodePort',
    'kubescape:C-0256',
    'ponce:publicly-accessible-microservices',
  ],
  concepts: ['service-node-port'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const type = readText(object.spec, 'type');
    if (!object.isA('', 'Service') || !is(type, 'NodePort')) return;
    const ports = object.spec
      .get('ports')
      .items.map((it) => it.get('nodePort'))
      .filter((it) => it.exists);
    report({
      at: type.view.anchor(),
      message: `${object.title} is open on a port of every node, to whoever reaches one of them, and no gateway asks there who is calling. Set type to ClusterIP and publish it through a gateway.`,
      fixes: fix(
        'Make it reachable inside the cluster only',
        'behaviour',
        [object.spec],
        [setField(type.view, 'ClusterIP'), ...ports.map(removeField)],
      ),
    });
  },
});
