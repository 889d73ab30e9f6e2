import type { KubernetesObjectFact } from '../fact.ts';
import type { Node } from '../join/node.ts';
import { istioOf, rootNamespace, selectionOf } from '../mesh-objects.ts';
import type { Evidence } from '../model.ts';
import { dig, isTrue, listOf } from '../plain.ts';
import { matchesLabels } from '../selector.ts';
import { makeThreat, type ThreatInput, type Unrated } from './input.ts';
import { listed } from './words.ts';

/**
 * Tokens that are not passed on. A proxy of Istio takes a token that it has checked out of the request, unless
 * `forwardOriginalToken` or a header for its claims says otherwise (Istio, "RequestAuthentication", JWTRule): the program
 * never sees for whom it works, and neither does what it calls.
 */
export function tokenThreats(node: Node, { around, cluster }: ThreatInput): readonly Unrated[] {
  const policies = istioOf(cluster, 'RequestAuthentication');
  if (policies.length === 0) return [];
  const peers = new Set<Node>();
  for (const { role, to } of around(node).linksFrom)
    if ((role === 'call' || role === 'route') && to.outside === 'inside') peers.add(to);
  if (peers.size === 0) return [];
  const lines = policies.filter((it) => concerns(it, node)).flatMap(takingLines);
  if (lines.length === 0) return [];
  const names = listed([...peers].map((it) => it.name));
  const title = `Whoever may call ${node.name} can act through it on others' behalf: the user's token is taken out there, so ${names} cannot tell for whom ${peers.size === 1 ? 'it is' : 'they are'} called`;
  return [{ ...makeThreat('E', node.id, 'token', title, 'open', lines), weight: { likelihood: -1 } }];
}

function concerns(policy: KubernetesObjectFact, node: Node): boolean {
  // A policy that is attached to a gateway or a Service by reference is about that, which no label tells.
  if (dig(policy.spec, 'targetRefs') !== undefined || dig(policy.spec, 'targetRef') !== undefined) return false;
  const labels = selectionOf(policy);
  return node.workloads.some(
    (it) =>
      (policy.namespace === rootNamespace || policy.namespace === it.object.namespace) &&
      (!labels || matchesLabels(labels, it.labels)),
  );
}

function takingLines(policy: KubernetesObjectFact): readonly Evidence[] {
  return listOf(dig(policy.spec, 'jwtRules')).flatMap((rule, i): readonly Evidence[] => {
    const told =
      isTrue(dig(rule, 'forwardOriginalToken')) ||
      dig(rule, 'outputPayloadToHeader') !== undefined ||
      dig(rule, 'outputClaimToHeaders') !== undefined;
    if (told) return [];
    const at = { ...policy.at, route: [...policy.root, 'spec', 'jwtRules', i] };
    return [{ text: `RequestAuthentication ${policy.name} does not forward the token`, at }];
  });
}
