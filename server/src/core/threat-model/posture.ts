import { Ordered } from './join/difference.ts';
import type { JoinedSystem } from './join.ts';
import { byText, type Node } from './join/node.ts';
import { lookupIn } from './lookup.ts';
import type { Posture } from './model.ts';
import { detectionOf } from './posture/detection.ts';
import type { PostureInput } from './posture/evidence.ts';
import { preventionOf } from './posture/prevention.ts';
import { recoveryOf } from './posture/recovery.ts';
import { responseOf } from './posture/response.ts';
import { sameWatchers, watchersOf } from './posture/watchers.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * What the files show about prevention, detection, response and recovery, for every component inside the system. A
 * control that makes no sense for a component, as a backup of what keeps nothing, is left out.
 */
export class Postures {
  /** The posture of one component, for answers that depend on it. */
  readonly of: (node: Node) => Posture;
  readonly #sorted = new Ordered<Posture>((a, b) => byText(a.component, b.component));
  #system: JoinedSystem | undefined;

  constructor({ memory, of: around, cluster }: Surroundings) {
    const watchers = memory.question(() => watchersOf(this.#begun), sameWatchers);
    const input: PostureInput = { around, cluster, lookup: lookupIn(cluster), watchers: () => watchers('') };
    this.of = memory.answers('posture', (node: Node) => ({
      component: node.id,
      controls: [
        ...preventionOf(node, input),
        ...detectionOf(node, input),
        ...responseOf(node, input),
        ...recoveryOf(node, input),
      ],
    }));
  }

  /** Those of all components of a model, which the surroundings are about by now. */
  all(system: JoinedSystem): readonly Posture[] {
    this.#system = system;
    return this.#sorted.of(system.nodes.flatMap((it) => (it.outside === 'inside' ? this.of(it) : [])));
  }

  get #begun(): JoinedSystem {
    if (!this.#system) throw new Error('Nobody has said which system is meant');
    return this.#system;
  }
}
