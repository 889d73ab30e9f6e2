import type { Anchor } from '../../syntax/anchor.ts';
import type { Reach } from '../exposure.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { JoinedSystem } from '../join.ts';
import type { Link } from '../join/link.ts';
import { type Node, pushTo } from '../join/node.ts';
import { serviceName } from '../mesh-objects.ts';
import type { Control, ControlState, Evidence, Flow, Phase, Tri } from '../model.ts';
import { dig, textOf } from '../plain.ts';

/** Everything that the controls of a component are read from, indexed once for all components. */
export interface PostureInput {
  readonly system: JoinedSystem;
  readonly reaches: ReadonlyMap<Node, Reach>;
  readonly linksFrom: ReadonlyMap<Node, readonly Link[]>;
  readonly linksTo: ReadonlyMap<Node, readonly Link[]>;
  readonly flowsTo: ReadonlyMap<string, readonly Flow[]>;
  /** Destination rules by "namespace/name" of the Service that they are about. */
  readonly destinationRules: ReadonlyMap<string, readonly KubernetesObjectFact[]>;
}

export function postureInput(
  system: JoinedSystem,
  reaches: ReadonlyMap<Node, Reach>,
  flows: readonly Flow[],
): PostureInput {
  const linksFrom = new Map<Node, Link[]>();
  const linksTo = new Map<Node, Link[]>();
  for (const link of system.links) {
    push(linksFrom, link.from, link);
    push(linksTo, link.to, link);
  }
  const flowsTo = new Map<string, Flow[]>();
  for (const flow of flows) push(flowsTo, flow.to, flow);
  const destinationRules = new Map<string, KubernetesObjectFact[]>();
  for (const rule of system.cluster.ofKind('DestinationRule')) {
    const named = serviceName(textOf(dig(rule.spec, 'host')) ?? '', rule.namespace);
    if (named) pushTo(destinationRules, `${named.space ?? ''}/${named.name}`, rule);
  }
  return { system, reaches, linksFrom, linksTo, flowsTo, destinationRules };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Lines shown for one control. */
const mostLines = 6;

/** A control's state with its lines. */
export function control(phase: Phase, name: Control, state: Tri, evidence: readonly Evidence[] = []): ControlState {
  return { phase, control: name, state, evidence: evidence.slice(0, mostLines) };
}

/** Where a component is declared to run, for what is missing there. */
export function placeOf(node: Node): Anchor | null {
  return node.workloads[0]?.object.at ?? node.compose[0]?.at ?? node.services[0]?.at ?? node.modules[0]?.at ?? null;
}
