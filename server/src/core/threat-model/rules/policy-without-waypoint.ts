import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { ClusterView } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { injectionOf, namespaceOf } from '../mesh-membership.ts';
import { istioOf, selectionOf, selectionRoute } from '../mesh-objects.ts';
import { dig, listOf } from '../plain.ts';

const selectors = ['istio:IST0166', 'kiali:KIA0109'];
const ambient = ['istio:IST0167', 'kiali:KIA0110', 'kiali:KIA1317'];
const gatewayName = 'gateway.networking.k8s.io/gateway-name';
const bound = ['RequestAuthentication', 'AuthorizationPolicy', 'WasmPlugin', 'Telemetry'];

export default defineRule({
  id: 'mesh/policy-without-waypoint',
  title: 'Nobody enforces the policy',
  why: 'Without sidecars only a waypoint looks at methods, paths and tokens: such a policy denies everything or does nothing.',
  remedy: 'Bind the policy with targetRefs to a gateway or to a service that uses a waypoint.',
  category: 'authorization',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [863], stride: ['E'] },
  equivalents: [...selectors, ...ambient],
  concepts: ['authorization-policy-ineffective-ambient'],
  visits: 'model.cluster',
  check(cluster, report) {
    for (const object of bound.flatMap((kind) => istioOf(cluster, kind))) {
      if (dig(object.spec, 'targetRef') !== undefined || dig(object.spec, 'targetRefs') !== undefined) continue;
      const selector = selectionOf(object);
      const name = selector?.[gatewayName];
      if (name !== undefined) {
        report({
          at: within(object, ...selectionRoute(object.kind)),
          message: `${titleOf(object)} selects the pods of gateway "${name}", which Istio does not heed for gateways of Gateway API: it is not enforced. Bind it with targetRefs.`,
          resource: resourceOf(object),
          equivalents: selectors,
          fixes: [
            {
              title: `Bind it to gateway "${name}"`,
              safety: 'behaviour',
              patches: [
                { op: 'remove', at: within(object, 'spec', 'selector') },
                {
                  op: 'set',
                  at: within(object, 'spec', 'targetRefs'),
                  value: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }],
                },
              ],
            },
          ],
        });
        continue;
      }
      if (!isAmbient(cluster, object) || !looksInside(object)) continue;
      report({
        at: object.at,
        message: `${titleOf(object)} judges ${object.kind === 'RequestAuthentication' ? 'tokens' : 'methods, paths or tokens'} in a namespace without sidecars: only a waypoint can, and a policy that is bound to pods never reaches one. Bind it with targetRefs to a Service or the waypoint.`,
        resource: resourceOf(object),
        equivalents: ambient,
      });
    }
    for (const object of istioOf(cluster, 'Sidecar')) {
      if (!isAmbient(cluster, object)) continue;
      report({
        at: object.at,
        message: `${titleOf(object)} configures sidecars in a namespace that has none (ambient): what it restricts stays open.`,
        resource: resourceOf(object),
        equivalents: ambient,
        severity: 'warning',
        reason: 'it restricts what is called, not who may call',
      });
    }
  },
});

/** Surely without sidecars: a namespace that says both is another matter. */
function isAmbient(cluster: ClusterView, { namespace }: KubernetesObjectFact): boolean {
  const document = namespaceOf(cluster, namespace);
  if (!document) return false;
  const { ambient: node, injection, revision } = injectionOf(document);
  return node && injection !== 'enabled' && revision === undefined;
}

/** Does it ask for what only a proxy of the application layer sees? */
function looksInside({ kind, spec }: KubernetesObjectFact): boolean {
  if (kind !== 'AuthorizationPolicy') return kind === 'RequestAuthentication' || kind === 'WasmPlugin';
  return listOf(dig(spec, 'rules')).some((rule) => {
    const operations = listOf(dig(rule, 'to')).some((it) =>
      ['hosts', 'methods', 'paths', 'notHosts', 'notMethods', 'notPaths'].some(
        (key) => dig(it, 'operation', key) !== undefined,
      ),
    );
    const tokens = listOf(dig(rule, 'from')).some((it) =>
      ['requestPrincipals', 'notRequestPrincipals'].some((key) => dig(it, 'source', key) !== undefined),
    );
    const conditions = listOf(dig(rule, 'when')).some((it) => String(dig(it, 'key')).startsWith('request.'));
    return operations || tokens || conditions;
  });
}
