/**
 * Where the picture's positions come from, in this order: the cache; the last picture, retouched, when the change is
 * small; the engine; and a plain grid when the engine is late or missing.
 */
import type { Graph } from '../model/graph.ts';
import { fromElk, toElk } from './elk.ts';
import { gridLayout } from './grid.ts';
import { structureHash } from './hash.ts';
import type { Picture } from './retouch.ts';
import { retouched } from './retouch.ts';
import { shelvesOf } from './shelf.ts';
import type { Direction, Layout } from './types.ts';
import type { Engine } from './worker.ts';

/** How long a picture may be awaited before the grid is shown, and how long the engine may go on after that. */
export const DEADLINE_MS = 2000;
const LATEST_MS = 20_000;
const CACHED = 6;
/** A picture of more nodes than this is read by search, and the engine would take minutes for it. */
const MOST_NODES = 600;

export interface CachedLayout {
  readonly hash: string;
  readonly layout: Layout;
}

export class Layouter {
  readonly #engine: Engine | null;
  #cache: CachedLayout[];
  #last: (Picture & { readonly direction: Direction }) | null = null;
  #turn = 0;

  constructor(engine: Engine | null, cache: readonly CachedLayout[]) {
    this.#engine = engine;
    this.#cache = [...cache];
  }

  /** What is worth keeping for the next time that the panel is shown. */
  get cached(): readonly CachedLayout[] {
    return this.#cache;
  }

  /**
   * Gives the layout of `graph` to `show`: at once when it is known, else when it is ready; after the deadline first
   * the grid. A later call makes an earlier one silent.
   */
  async layout(graph: Graph, direction: Direction, show: (layout: Layout) => void): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const hash = structureHash(graph, direction);
    const use = (layout: Layout): void => {
      this.#last = { graph, layout, direction };
      show(layout);
    };
    const known = this.#cache.find((it) => it.hash === hash)?.layout ?? this.#retouched(graph, direction);
    if (known !== null) return use(known);
    if (this.#engine === null || graph.nodes.length > MOST_NODES) return use(gridLayout(graph, direction));

    const deadline = setTimeout(() => turn === this.#turn && use(gridLayout(graph, direction)), DEADLINE_MS);
    const end = setTimeout(() => turn === this.#turn && this.#engine?.stop(), LATEST_MS);
    try {
      const shelves = shelvesOf(graph, direction);
      const layout = fromElk(await this.#engine.layout(toElk(graph, direction, shelves)), shelves);
      this.#remember(hash, layout);
      if (turn === this.#turn) use(layout);
    } catch {
      if (turn === this.#turn) use(gridLayout(graph, direction));
    } finally {
      clearTimeout(deadline);
      clearTimeout(end);
    }
  }

  /** Not remembered: shown again later, the same structure gets the engine's own layout. */
  #retouched(graph: Graph, direction: Direction): Layout | null {
    return this.#last?.direction === direction ? retouched(this.#last, graph) : null;
  }

  #remember(hash: string, layout: Layout): void {
    this.#cache = [{ hash, layout }, ...this.#cache.filter((it) => it.hash !== hash)].slice(0, CACHED);
  }
}
