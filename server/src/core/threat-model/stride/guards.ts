import type { ClusterView } from '../cluster.ts';
import type { Reach } from '../exposure.ts';
import { namespaceOf, type Node } from '../join/node.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { Evidence, Tri } from '../model.ts';
import { dig, listOf } from '../plain.ts';

/** Whether something on the way asks who is calling, before the component does. */
export interface Guard {
  readonly state: Tri;
  readonly evidence: readonly Evidence[];
}

/** Annotations by which Ingress controllers and clouds ask for a login. */
const loginAnnotation =
  /auth-(?:url|signin|type|secret|tls-secret|realm)|oidc|forward-auth|iap|auth-snippet|authentication/i;

/** Looks along the way from outside: a login at the gateway, or a mesh that lets only known callers in. */
export function isGuarded(node: Node, reach: Reach, cluster: ClusterView): Guard {
  const onTheWay = [...reach.through, node];
  const objects = onTheWay.flatMap((it) => it.gateways);
  const annotated = objects.filter((it) => Object.keys(it.annotations).some((key) => loginAnnotation.test(key)));
  if (annotated.length > 0)
    return {
      state: 'yes',
      evidence: annotated.map((it) => ({ text: `${it.kind} ${it.name} asks for a login`, at: it.at })),
    };
  if (onTheWay.some((it) => it !== node && it.technology?.kind === 'identity'))
    return { state: 'unknown', evidence: [] };
  const demanding = cluster.ofKind('AuthorizationPolicy').filter((it) => concerns(it, onTheWay) && demandsCaller(it));
  if (demanding.length > 0)
    return {
      state: 'yes',
      evidence: demanding.map((it) => ({
        text: `AuthorizationPolicy ${it.name} lets only known callers in`,
        at: it.at,
      })),
    };
  // A gateway of one's own may ask for a login in code that no file shows.
  const programmed = reach.through.some((it) => it.gateways.length === 0 && it.modules.length > 0);
  return { state: programmed ? 'unknown' : 'no', evidence: [] };
}

function concerns(policy: KubernetesObjectFact, nodes: readonly Node[]): boolean {
  return policy.namespace === 'istio-system' || nodes.some((it) => namespaceOf(it) === policy.namespace);
}

/** Rules that ask for a principal, or a policy that denies requests without one. */
function demandsCaller(policy: KubernetesObjectFact): boolean {
  return listOf(dig(policy.spec, 'rules')).some((rule) =>
    listOf(dig(rule, 'from')).some((it) =>
      ['requestPrincipals', 'principals', 'notRequestPrincipals', 'serviceAccounts'].some(
        (key) => listOf(dig(it, 'source', key)).length > 0,
      ),
    ),
  );
}
