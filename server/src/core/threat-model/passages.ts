import type { ClusterView } from './cluster.ts';
import type { KubernetesObjectFact } from './fact.ts';
import type { JoinedSystem } from './join.ts';
import type { Link } from './join/link.ts';
import { meshRefusal } from './join/mesh-admission.ts';
import { servedPorts } from './join/mesh-edge.ts';
import { passageOf } from './join/network-policy.ts';
import type { Node } from './join/node.ts';
import type { Evidence } from './model.ts';

/** What stands between the two ends of a flow. */
export interface PassageWords {
  /** True when policies turn away every connection that the files name. */
  readonly blocked: boolean;
  readonly evidence: readonly Evidence[];
}

/**
 * Policies between the two ends. A call that no policy lets through stays in the picture, because the files show that it
 * is meant: either it fails, or the policy is about to be widened. As long as it is turned away it is no way for an
 * attacker.
 */
export function passageBetween(from: Node, to: Node, links: readonly Link[], system: JoinedSystem): PassageWords {
  const named = [...new Set(links.map((it) => it.port))];
  const known = named.filter((it) => it !== null);
  const [port = null] = known;
  const refusal = refusalOf(from, to, named, system);
  const passages = from.workloads.flatMap((one) =>
    to.workloads.map((other) => passageOf(system.cluster, one, other, servedPorts(to, port))),
  );
  const policies = [...new Set(passages.flatMap((it) => it.by))];
  const words = passages.every((it) => it.admitted === 'no')
    ? `does not let ${from.name} call ${to.name}`
    : passages.every((it) => it.admitted === 'yes')
      ? `counts where ${from.name} calls ${to.name}, and it is let through`
      : `decides whether ${from.name} may call ${to.name}`;
  const told = policies.slice(0, 4).map((it): Evidence => ({ text: `NetworkPolicy ${it.name} ${words}`, at: it.at }));
  const mesh = (refusal ?? [])
    .filter((it) => it.kind !== 'NetworkPolicy')
    .slice(0, 4)
    .map((it): Evidence => ({ text: `${it.kind} ${it.name} does not let ${from.name} call ${to.name}`, at: it.at }));
  return { blocked: refusal !== undefined, evidence: [...told, ...mesh] };
}

/**
 * The objects that turn away each connection from one end to the other: every pair of their workloads, every port. Who
 * also runs outside of the cluster, or has no workload here, is held back by nothing. A guard of a Kustomize component
 * may let somebody in as well as keep him out, so with and without them the answer has to be the same.
 */
function refusalOf(
  from: Node,
  to: Node,
  ports: readonly (number | null)[],
  { cluster, everything }: JoinedSystem,
): readonly KubernetesObjectFact[] | undefined {
  if (from.workloads.length === 0 || to.workloads.length === 0) return undefined;
  if (from.compose.length > 0 && to.compose.length > 0) return undefined;
  const refused = new Set<KubernetesObjectFact>();
  for (const called of ports.length === 0 ? [null] : ports) {
    const served = servedPorts(to, called);
    for (const one of from.workloads)
      for (const other of to.workloads)
        for (const view of new Set<ClusterView>([cluster, everything])) {
          const passage = passageOf(view, one, other, served);
          const by =
            passage.admitted === 'no' ? passage.by : meshRefusal(view, { from: one, to: other, called, served });
          if (!by) return undefined;
          for (const it of by) refused.add(it);
        }
  }
  return [...refused];
}
