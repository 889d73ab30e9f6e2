import type { Reach } from '../exposure.ts';
import type { Node } from '../join/node.ts';
import { isStore } from '../join/technology.ts';
import type { Rating } from '../model.ts';
import type { ThreatInput } from './input.ts';
import { highest, type Weight } from './rate.ts';

/** How near an attacker is, and what is lost, for every component and flow. */
export function weights({ system, reaches, flows }: ThreatInput): (element: string) => Weight {
  const nodes = new Map(system.nodes.map((it) => [it.id, it]));
  const stores = new Set(system.nodes.filter((it) => it.outside === 'inside' && isStore(it)).map((it) => it.id));
  const feeding = new Set(flows.filter((it) => stores.has(it.to)).map((it) => it.from));
  const powerful = new Set<Node>();
  for (const [node, traits] of system.traits)
    if (traits.some((it) => it.trait === 'power' && it.state === 'yes')) powerful.add(node);
  const worth = (node: Node | undefined): Rating => {
    if (!node) return 'low';
    if (stores.has(node.id) || powerful.has(node)) return 'high';
    return feeding.has(node.id) ? 'medium' : 'low';
  };
  const ends = new Map(flows.map((it) => [it.id, it]));
  return (element) => {
    const node = nodes.get(element);
    if (node) return { likelihood: nearness(reaches.get(node)), impact: worth(node) };
    const flow = ends.get(element);
    const [from, to] = [nodes.get(flow?.from ?? ''), nodes.get(flow?.to ?? '')];
    const far = flow?.crosses.includes('third-party') || flow?.crosses.includes('internet');
    return {
      likelihood: far ? 'high' : (flow?.crosses.length ?? 0) > 0 ? 'medium' : 'low',
      impact: highest(worth(from), worth(to)),
    };
  };
}

function nearness(reach: Reach | undefined): Rating {
  if (reach?.exposure === 'internet') return 'high';
  return reach?.exposure === 'cluster' || reach?.exposure === 'unknown' ? 'medium' : 'low';
}
