import type { ClusterView, ClusterWorkload } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { injectionOf, isMeshed, namespaceOf } from '../mesh-membership.ts';
import { dig, isTrue, listOf, mapOf, textOf } from '../plain.ts';
import { matchesSelector } from '../selector.ts';
import { bypassOf } from './mesh-edge.ts';
import { linkerdRefusal } from './linkerd.ts';
import { marksOf } from './pod-marks.ts';

/** A call from one workload to another. */
export interface Call {
  readonly from: ClusterWorkload;
  readonly to: ClusterWorkload;
  /** The port that is called, and those of the called pods; null and none where they are not known. */
  readonly called: number | null;
  readonly served: readonly number[];
}

/**
 * The objects by which a mesh turns a call away for certain; undefined where it may pass. Only a proxy of the called pods
 * asks, so pods that no file puts into the mesh, and ports that go past the proxy, are open to all.
 */
export function meshRefusal(cluster: ClusterView, call: Call): readonly KubernetesObjectFact[] | undefined {
  const { from, to } = call;
  if (isTrue(dig(to.pod, 'hostNetwork')) || bypassOf(cluster, [from], [to], call)) return undefined;
  return istioRefusal(cluster, call) ?? (isLinkerd(cluster, to) ? linkerdRefusal(cluster, call) : undefined);
}

function isLinkerd(cluster: ClusterView, workload: ClusterWorkload): boolean {
  const said = marksOf(cluster, workload).flatMap(({ marks }) => marks['linkerd.io/inject'] ?? []);
  return said[0] === 'enabled' || said[0] === 'ingress';
}

/** Where Istio keeps what holds for the whole mesh, unless it was installed otherwise. */
const rootNamespace = 'istio-system';

/**
 * AuthorizationPolicy (Istio reference, "Authorization Policy"): a call is denied when a DENY rule matches it; and, as
 * soon as there is an ALLOW policy for the workload, when no rule of any of them does. A policy without rules matches
 * nothing.
 */
function istioRefusal(cluster: ClusterView, { from, to }: Call): readonly KubernetesObjectFact[] | undefined {
  const space = namespaceOf(cluster, to.object.namespace);
  // A waypoint stands between the two ends, and the called pods see its identity.
  if (isMeshed(cluster, to) !== true || (space && injectionOf(space).waypoint)) return undefined;
  const policies = [...new Set([to.object.namespace, rootNamespace])]
    .flatMap((it) => cluster.ofKindIn('AuthorizationPolicy', it))
    .filter((it) => selects(it, to));
  const actions = (wanted: string): readonly KubernetesObjectFact[] =>
    policies.filter((it) => (textOf(dig(it.spec, 'action')) ?? 'ALLOW') === wanted);
  const denying = actions('DENY').filter((it) => listOf(dig(it.spec, 'rules')).some(matchesEverything));
  if (denying.length > 0) return denying;
  const allowing = actions('ALLOW');
  const admitted = allowing.some((it) => listOf(dig(it.spec, 'rules')).some((rule) => mayMatch(rule, from)));
  return allowing.length === 0 || admitted ? undefined : allowing;
}

function selects(policy: KubernetesObjectFact, workload: ClusterWorkload): boolean {
  if (!policy.apiVersion.startsWith('security.istio.io/')) return false;
  // A policy with a target is asked by a gateway or a waypoint.
  if (dig(policy.spec, 'targetRef') !== undefined || listOf(dig(policy.spec, 'targetRefs')).length > 0) return false;
  const selector = dig(policy.spec, 'selector');
  return selector === undefined || matchesSelector(selector, workload.labels);
}

function matchesEverything(rule: unknown): boolean {
  return ['from', 'to', 'when'].every((it) => dig(rule, it) === undefined);
}

/** Whether a rule may match what a workload sends; conditions and operations are not looked at. */
function mayMatch(rule: unknown, from: ClusterWorkload): boolean {
  const sources = listOf(dig(rule, 'from'));
  return sources.length === 0 || sources.some((it) => mayBeFrom(mapOf(dig(it, 'source')), from));
}

/** All fields of a source have to hold. A caller without an identity is none of those that are named. */
function mayBeFrom({ principals, namespaces }: Readonly<Record<string, unknown>>, from: ClusterWorkload): boolean {
  const { namespace } = from.object;
  const account = textOf(dig(from.pod, 'serviceAccountName')) ?? 'default';
  const spaces = listOf(namespaces).map(textOf);
  if (namespace !== null && spaces.length > 0 && !spaces.some((it) => it === null || fits(it, namespace))) return false;
  const names = listOf(principals).map(textOf);
  if (names.length === 0 || namespace === null) return true;
  return names.some((it) => it === null || isPrincipal(it, `ns/${namespace}/sa/${account}`));
}

/** The trust domain before the first slash is decided when the mesh is installed. */
function isPrincipal(pattern: string, own: string): boolean {
  if (pattern.startsWith('*')) {
    const tail = pattern.slice(1).replace(/^\//, '');
    return own.endsWith(tail) || tail.endsWith(`/${own}`);
  }
  const slash = pattern.indexOf('/');
  return slash < 0 ? pattern.endsWith('*') : fits(pattern.slice(slash + 1), own);
}

/** Exact, prefix, suffix and presence match (Istio reference, "Source"). */
function fits(pattern: string, text: string): boolean {
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1));
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
}
