import type { Anchor } from '../../syntax/anchor.ts';
import type { ClusterView } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { addTo } from '../grouped.ts';
import { listsOf } from '../join/asked-cluster.ts';
import type { Node } from '../join/node.ts';
import type { Ingress } from '../join/policies.ts';
import type { Lookup } from '../lookup.ts';
import { serviceName } from '../mesh-objects.ts';
import type { Control, ControlState, Evidence, Phase, Tri } from '../model.ts';
import { dig, textOf } from '../plain.ts';
import type { Around } from '../surroundings.ts';
import type { Watchers } from './watchers.ts';

/** Everything that the controls of a component are read from, as questions: what was read of one counts in the next model. */
export interface PostureInput {
  readonly around: (node: Node) => Around;
  readonly cluster: ClusterView;
  /** Whom network policies let in, for each workload of a node. */
  readonly ingress: (node: Node) => readonly Ingress[];
  readonly lookup: Lookup;
  readonly watchers: () => Watchers;
}

/** Destination rules by "namespace/name" of the Service that they are about. */
const byService = listsOf((cluster): ReadonlyMap<string, readonly KubernetesObjectFact[]> => {
  const rules = new Map<string, KubernetesObjectFact[]>();
  for (const rule of cluster.ofKind('DestinationRule')) {
    const named = serviceName(textOf(dig(rule.spec, 'host')) ?? '', rule.namespace);
    if (named) addTo(rules, `${named.space ?? ''}/${named.name}`, rule);
  }
  return rules;
});

/** The destination rules about a Service. */
export function destinationRulesOf(
  cluster: ClusterView,
  { namespace, name }: KubernetesObjectFact,
): readonly KubernetesObjectFact[] {
  return byService(cluster, `${namespace ?? ''}/${name}`);
}

/** Lines shown for one control. */
const mostLines = 6;

/** Of most controls no line of any component says anything: each is held once. */
const unproven = new Map<string, ControlState>();

/** A control's state with its lines. */
export function control(phase: Phase, name: Control, state: Tri, evidence: readonly Evidence[] = []): ControlState {
  if (evidence.length > 0) return { phase, control: name, state, evidence: evidence.slice(0, mostLines) };
  const key = `${phase} ${name} ${state}`;
  let known = unproven.get(key);
  if (!known) unproven.set(key, (known = { phase, control: name, state, evidence: [] }));
  return known;
}

/** Where a component is declared to run, for what is missing there. */
export function placeOf(node: Node): Anchor | null {
  return node.workloads[0]?.object.at ?? node.compose[0]?.at ?? node.services[0]?.at ?? node.modules[0]?.at ?? null;
}
