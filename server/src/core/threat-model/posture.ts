import type { AnswerList } from './answer-list.ts';
import { Ordered } from './join/difference.ts';
import { Chosen } from './join/gathered.ts';
import type { JoinedSystem } from './join.ts';
import type { Link } from './join/link.ts';
import { byText, type Node } from './join/node.ts';
import { lookupIn } from './lookup.ts';
import type { Told } from './memory.ts';
import type { Posture } from './model.ts';
import { detectionOf } from './posture/detection.ts';
import type { PostureInput } from './posture/evidence.ts';
import { preventionOf } from './posture/prevention.ts';
import { recoveryOf } from './posture/recovery.ts';
import { responseOf } from './posture/response.ts';
import { sameWatchers, tells, type Watchers, watchersOf, watches } from './posture/watchers.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * What the files show about prevention, detection, response and recovery, for every component inside the system. A
 * control that makes no sense for a component, as a backup of what keeps nothing, is left out.
 */
export class Postures {
  readonly #watchers: Told<string, Watchers>;
  readonly #list: AnswerList<Node, Posture>;
  readonly #posture: Told<Node, Posture | undefined>;
  readonly #sorted = new Ordered<Posture>((a, b) => byText(a.component, b.component));
  readonly #inside = new Chosen<Node>((it) => it.outside === 'inside');
  readonly #watching = new Chosen<Node>(watches);
  readonly #telling = new Chosen<Link>(tells);
  #system: JoinedSystem | undefined;

  constructor({ memory, of: around, cluster, ingress }: Surroundings) {
    this.#watchers = memory.told(
      () => watchersOf(this.#begun, this.#watching.of(this.#begun.nodes), this.#telling.of(this.#begun.links)),
      sameWatchers,
    );
    const watchers = (): Watchers => this.#watchers.ask('');
    const input: PostureInput = { around, cluster, ingress, lookup: lookupIn(cluster), watchers };
    this.#list = memory.answersOf('posture', (node) => ({
      component: node.id,
      controls: [
        ...preventionOf(node, input),
        ...detectionOf(node, input),
        ...responseOf(node, input),
        ...recoveryOf(node, input),
      ],
    }));
    this.#posture = memory.told((node: Node) => this.#list.get(node));
  }

  /** The posture of one component, for answers that depend on it. */
  get of(): (node: Node) => Posture | undefined {
    return this.#posture.ask;
  }

  /** Those of all components of a model, which the surroundings are about by now. */
  all(system: JoinedSystem): readonly Posture[] {
    this.#system = system;
    this.#watchers.look();
    const postures = this.#list.of(this.#inside.of(system.nodes));
    for (const node of this.#list.changed) this.#posture.changed(node);
    return this.#sorted.of(postures);
  }

  get #begun(): JoinedSystem {
    if (!this.#system) throw new Error('Nobody has said which system is meant');
    return this.#system;
  }
}
