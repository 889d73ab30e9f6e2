import type { Reach } from '../exposure.ts';
import type { DataClass } from '../fact.ts';
import type { Node } from '../join/node.ts';
import { isStore } from '../join/technology.ts';
import type { Flow, Rating } from '../model.ts';
import type { ThreatInput } from './input.ts';
import { highest, type Weight } from './rate.ts';

/** Classes of data whose loss harms people at once: GDPR, article 9, and PCI DSS 4.0, section 3. */
const grave: ReadonlySet<DataClass> = new Set(['credentials', 'payment', 'health']);

/** How near an attacker is, and what is lost, for every component and flow. */
export function weights({ system, reaches, flows }: ThreatInput): (element: string) => Weight {
  const nodes = new Map(system.nodes.map((it) => [it.id, it]));
  const flowById = new Map<string, Flow>(flows.map((it) => [it.id, it]));
  const behind = new Map<string, Rating>();
  for (const flow of flows) {
    const store = nodes.get(flow.to);
    if (store && store.outside === 'inside' && isStore(store)) behind.set(flow.from, 'medium');
  }
  const worth = new Map<string, Rating>();
  const worthOf = (node: Node | undefined): Rating => {
    if (!node) return 'low';
    let rating = worth.get(node.id);
    if (rating === undefined) {
      const own = isStore(node) ? storeWorth(node) : 'low';
      const powers = (system.traits.get(node) ?? []).some((it) => it.trait === 'power' && it.state === 'yes');
      rating = highest(own, powers ? 'high' : 'low', dataWorth(node), behind.get(node.id) ?? 'low');
      worth.set(node.id, rating);
    }
    return rating;
  };
  return (element) => {
    const node = nodes.get(element);
    if (node) return { likelihood: nearness(reaches.get(node)), impact: worthOf(node) };
    const flow = flowById.get(element);
    if (!flow) return { likelihood: 'low', impact: 'low' };
    const [from, to] = [nodes.get(flow.from), nodes.get(flow.to)];
    // Whoever is on the way of the users sees what all of them say.
    if (!from) return { likelihood: 'high', impact: highest('medium', worthOf(to)) };
    const far = flow.crosses.some((it) => it === 'third-party' || it === 'internet');
    const likelihood = far ? 'high' : flow.crosses.length > 0 ? 'medium' : 'low';
    return { likelihood, impact: highest(worthOf(from), worthOf(to)) };
  };
}

/** What a cache holds is a copy, and what a broker holds passes on: bad to lose, worse to lose in a database. */
function storeWorth({ technology, sure }: Node): Rating {
  return sure && (technology?.kind === 'cache' || technology?.kind === 'broker') ? 'medium' : 'high';
}

function dataWorth({ apis }: Node): Rating {
  let rating: Rating = 'low';
  for (const { data } of apis.flatMap((it) => it.operations)) {
    if (data?.some((it) => grave.has(it))) return 'high';
    if (data && data.length > 0) rating = 'medium';
  }
  return rating;
}

function nearness(reach: Reach | undefined): Rating {
  if (reach?.exposure === 'internet') return 'high';
  return reach?.exposure === 'cluster' || reach?.exposure === 'unknown' ? 'medium' : 'low';
}
