import { sameElements } from '../../cells/same.ts';
import type { ClusterView, ClusterWorkload } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { Tri } from '../model.ts';
import { dig, isTrue, listOf, mapOf, numberOf, textOf } from '../plain.ts';
import { matchesAll, matchesSelector } from '../selector.ts';
import { containersOf } from '../workload.ts';
import { indexOf } from './asked-cluster.ts';

/** Whether network policies let one workload connect to another, and those that decide it. */
export interface Passage {
  readonly admitted: Tri;
  /** Policies that select either end; empty when everything may pass. */
  readonly by: readonly KubernetesObjectFact[];
}

const free: Passage = { admitted: 'yes', by: [] };

/**
 * NetworkPolicy (Kubernetes API, networking.k8s.io/v1): a connection has to be let out where a policy isolates the caller
 * for egress, and let in where one isolates the called for ingress. Policies add up. `ports` are those of the called pods;
 * none when they are not known.
 */
export function passageOf(
  cluster: ClusterView,
  from: ClusterWorkload,
  to: ClusterWorkload,
  ports: readonly number[],
): Passage {
  // Policies do not govern pods on the network of their node.
  const bare = [from, to].some((it) => isTrue(dig(it.pod, 'hostNetwork')));
  const out = oneWay(cluster, 'Egress', { own: from, peer: to, to, ports });
  const into = oneWay(cluster, 'Ingress', { own: to, peer: from, to, ports });
  const by = [...new Set([...out.by, ...into.by])];
  if (by.length === 0) return free;
  return { admitted: bare ? 'unknown' : both(out.admitted, into.admitted), by };
}

interface Selecting {
  readonly Ingress: KubernetesObjectFact[];
  readonly Egress: KubernetesObjectFact[];
}

/** The policies that select each workload, found from the policies' end, which is indexed by labels. */
const selecting = indexOf((cluster: ClusterView): ReadonlyMap<ClusterWorkload, Selecting> => {
  const found = new Map<ClusterWorkload, Selecting>();
  for (const policy of cluster.ofKind('NetworkPolicy')) {
    const types = (['Ingress', 'Egress'] as const).filter((it) => governs(policy, it));
    for (const workload of cluster.matchedBy(dig(policy.spec, 'podSelector'), policy.namespace)) {
      let own = found.get(workload);
      if (!own) found.set(workload, (own = { Ingress: [], Egress: [] }));
      for (const type of types) own[type].push(policy);
    }
  }
  return found;
}, sameSelecting);

function sameSelecting(a: Selecting, b: Selecting): boolean {
  return sameElements(a.Ingress, b.Ingress) && sameElements(a.Egress, b.Egress);
}

/** The policies that isolate a workload in one direction. */
export function policiesOf(
  cluster: ClusterView,
  workload: ClusterWorkload,
  type: 'Ingress' | 'Egress',
): readonly KubernetesObjectFact[] {
  return selecting(cluster, workload)?.[type] ?? [];
}

interface Way {
  /** The workload that the policy selects. */
  readonly own: ClusterWorkload;
  readonly peer: ClusterWorkload;
  /** The workload whose port is called. */
  readonly to: ClusterWorkload;
  readonly ports: readonly number[];
}

const sides = { Ingress: { rules: 'ingress', peers: 'from' }, Egress: { rules: 'egress', peers: 'to' } } as const;

function oneWay(cluster: ClusterView, type: keyof typeof sides, way: Way): Passage {
  const by = policiesOf(cluster, way.own, type);
  if (by.length === 0) return free;
  const { rules, peers } = sides[type];
  const admitted = any(
    by.flatMap((policy) =>
      listOf(dig(policy.spec, rules)).map((rule) =>
        both(
          admitsPeer(cluster, policy, listOf(dig(rule, peers)), way.peer),
          admitsPort(listOf(dig(rule, 'ports')), way),
        ),
      ),
    ),
  );
  return { admitted, by };
}

/** Ingress is governed when nothing is said, egress where there are rules for it (policyTypes, default). */
function governs({ spec }: KubernetesObjectFact, type: 'Ingress' | 'Egress'): boolean {
  const types = listOf(dig(spec, 'policyTypes'));
  if (types.length > 0) return types.includes(type);
  return type === 'Ingress' || listOf(dig(spec, 'egress')).length > 0;
}

function admitsPeer(
  cluster: ClusterView,
  policy: KubernetesObjectFact,
  peers: readonly unknown[],
  other: ClusterWorkload,
): Tri {
  // An absent or empty list matches all.
  if (peers.length === 0) return 'yes';
  return any(peers.map((it) => matchesPeer(cluster, policy, it, other)));
}

function matchesPeer(cluster: ClusterView, policy: KubernetesObjectFact, peer: unknown, other: ClusterWorkload): Tri {
  const { podSelector, namespaceSelector, ipBlock } = mapOf(peer);
  if (ipBlock !== undefined) {
    // Which addresses pods get no file tells.
    const everything = textOf(dig(ipBlock, 'cidr')) === '0.0.0.0/0' && listOf(dig(ipBlock, 'except')).length === 0;
    return everything ? 'yes' : 'unknown';
  }
  if (podSelector === undefined && namespaceSelector === undefined) return 'no';
  const pods: Tri = podSelector === undefined || matchesSelector(podSelector, other.labels) ? 'yes' : 'no';
  return both(pods, matchesSpace(cluster, policy, namespaceSelector, other.object.namespace));
}

/** Namespaces carry their name as a label since Kubernetes 1.22; others only their manifest tells. */
function matchesSpace(
  cluster: ClusterView,
  policy: KubernetesObjectFact,
  selector: unknown,
  namespace: string | null,
): Tri {
  if (selector === undefined) {
    if (policy.namespace === namespace) return 'yes';
    return policy.namespace === null || namespace === null ? 'unknown' : 'no';
  }
  if (matchesAll(selector)) return 'yes';
  if (namespace === null) return 'unknown';
  const known = cluster.named('Namespace', null, namespace).length > 0;
  if (!known && !keysOf(selector).every((it) => it === 'kubernetes.io/metadata.name')) return 'unknown';
  return matchesSelector(selector, cluster.namespaceLabels(namespace)) ? 'yes' : 'no';
}

function keysOf(selector: unknown): readonly (string | null)[] {
  const expressions = listOf(dig(selector, 'matchExpressions')).map((it) => textOf(dig(it, 'key')));
  return [...Object.keys(mapOf(dig(selector, 'matchLabels'))), ...expressions];
}

/** Ports of a policy are those of the pods, by number, range or the name that a container gives. */
function admitsPort(listed: readonly unknown[], { to, ports }: Way): Tri {
  if (listed.length === 0) return 'yes';
  const open = listed.filter((it) => (textOf(dig(it, 'protocol')) ?? 'TCP') === 'TCP');
  if (open.length === 0) return 'no';
  if (open.some((it) => dig(it, 'port') === undefined)) return 'yes';
  if (ports.length === 0) return 'unknown';
  const all = ports.map((port) => open.some((it) => covers(it, port, to)));
  return all.every((it) => it) ? 'yes' : all.some((it) => it) ? 'unknown' : 'no';
}

function covers(listed: unknown, port: number, to: ClusterWorkload): boolean {
  const wanted = dig(listed, 'port');
  const first = numberOf(wanted);
  if (first !== null) return first <= port && port <= (numberOf(dig(listed, 'endPort')) ?? first);
  return containersOf(to).some(({ container }) =>
    listOf(dig(container, 'ports')).some(
      (it) => textOf(dig(it, 'name')) === wanted && numberOf(dig(it, 'containerPort')) === port,
    ),
  );
}

function both(a: Tri, b: Tri): Tri {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' && b === 'yes' ? 'yes' : 'unknown';
}

function any(all: readonly Tri[]): Tri {
  if (all.includes('yes')) return 'yes';
  return all.includes('unknown') ? 'unknown' : 'no';
}
