import { blank } from '../../../fix/patch.ts';
import { defineRule, type Severity } from '../../../rules/rule.ts';
import { isInternalBalancer, letsAnyoneIn } from '../load-balancer.ts';
import { fix, setField } from '../repair.ts';
import { is, readCollection, readText } from '../setting.ts';

/** Gateways are there to be reached from outside. */
const gateway = /ingress|gateway|traefik|envoy|haproxy|kong|nginx|contour|emissary|ambassador/i;

export default defineRule({
  id: 'kubernetes/public-load-balancer',
  title: 'Service is published by a load balancer of its own',
  why: 'Clouds make load balancers reachable from the internet unless told otherwise, and a service so published passes the gateway by.',
  remedy: 'Set type to ClusterIP and use the gateway, or limit the sources.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [668], stride: ['S', 'I'], owasp: ['K07:2022'] },
  equivalents: [
    'kube-linter:exposed-services',
    'kics:service_with_external_load_balancer',
    'kyverno:restrict-loadbalancer',
    'gatekeeper:K8sBlockLoadBalancer',
    'kubescape:C-0256',
    'ponce:publicly-accessible-microservices',
  ],
  concepts: ['service-load-balancer-public'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const type = readText(object.spec, 'type');
    if (
      !object.isA('', 'Service') ||
      !is(type, 'LoadBalancer') ||
      object.annotations.some(({ name, value }) => isInternalBalancer(name, value))
    )
      return;
    const ranges = readCollection(object.spec, 'loadBalancerSourceRanges');
    if (ranges.state === 'unknown') return;
    const sources = ranges.state === 'set' ? ranges.value.items.map((it) => it.text) : [];
    if (!letsAnyoneIn(sources)) return;
    const isGateway =
      gateway.test(object.name) || object.spec.get('selector').entries.some(([, it]) => gateway.test(it.text ?? ''));
    report({
      at: type.view.anchor(),
      message: `${object.title} gets a load balancer of its own, which clouds make reachable from the whole internet, and no gateway asks there who is calling. Set type to ClusterIP and use a gateway, or name the allowed sources in loadBalancerSourceRanges.`,
      ...(isGateway
        ? { severity: 'hint' as Severity, reason: 'it looks like a gateway, which is there to be reached' }
        : {}),
      fixes: [
        ...fix(
          'Make it reachable inside the cluster only',
          'behaviour',
          [object.spec],
          [setField(type.view, 'ClusterIP')],
        ),
        ...fix(
          'Allow some sources only',
          'needs-value',
          [object.spec],
          [setField(object.spec.get('loadBalancerSourceRanges'), [blank('10.0.0.0/8')])],
        ),
      ],
    });
  },
});
