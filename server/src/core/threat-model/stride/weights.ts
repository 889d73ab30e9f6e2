import type { Reach } from '../exposure.ts';
import type { DataClass } from '../fact.ts';
import type { Node } from '../join/node.ts';
import { isStore } from '../join/technology.ts';
import type { Flow, Rating } from '../model.ts';
import type { Around } from '../surroundings.ts';
import { highest, type Weight } from './rate.ts';

/** Classes of data whose loss harms people at once: GDPR, article 9, and PCI DSS 4.0, section 3. */
const grave: ReadonlySet<DataClass> = new Set(['credentials', 'payment', 'health']);

/** What a component is worth by itself, and how near an attacker is to it. */
export function ownWeight(node: Node, { reach, traits }: Around): Weight {
  const own = isStore(node) ? storeWorth(node) : 'low';
  const powers = traits.some((it) => it.trait === 'power' && it.state === 'yes');
  return { likelihood: nearness(reach), impact: highest(own, powers ? 'high' : 'low', dataWorth(node)) };
}

/** How near an attacker is to a flow, and what is lost; of the user outside there is no weight. */
export function flowWeight({ crosses }: Flow, from: Weight | undefined, to: Weight | undefined): Weight {
  // Whoever is on the way of the users sees what all of them say.
  if (!from) return { likelihood: 'high', impact: highest('medium', to?.impact ?? 'low') };
  const far = crosses.some((it) => it === 'third-party' || it === 'internet');
  const likelihood = far ? 'high' : crosses.length > 0 ? 'medium' : 'low';
  return { likelihood, impact: highest(from.impact, to?.impact ?? 'low') };
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
