/**
 * Where the picture's positions come from, in this order: the cache; the last layout, when something has only gone;
 * the engine, told to resemble the last layout; and a plain grid when the engine is late or missing.
 */
import type { Graph } from '../model/graph.ts';
import { fromElk, toElk } from './elk.ts';
import { gridLayout } from './grid.ts';
import { structureHash } from './hash.ts';
import type { Direction, Layout } from './types.ts';
import type { Engine } from './worker.ts';

/** How long a picture may be awaited before the grid is shown, and how long the engine may go on after that. */
export const DEADLINE_MS = 2000;
const LATEST_MS = 20_000;
const CACHED = 6;

export interface CachedLayout {
  readonly hash: string;
  readonly layout: Layout;
}

export class Layouter {
  readonly #engine: Engine | null;
  #cache: CachedLayout[];
  #last: { readonly graph: Graph; readonly layout: Layout; readonly direction: Direction } | null = null;
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
    const known = this.#cache.find((it) => it.hash === hash)?.layout ?? this.#reduced(graph, direction);
    if (known !== null) {
      this.#remember(hash, known);
      use(known);
      return;
    }
    if (this.#engine === null) return use(gridLayout(graph, direction));

    const deadline = setTimeout(() => turn === this.#turn && use(gridLayout(graph, direction)), DEADLINE_MS);
    const end = setTimeout(() => turn === this.#turn && this.#engine?.stop(), LATEST_MS);
    try {
      const before =
        this.#last?.direction === direction && isMostlyKnown(graph, this.#last.layout) ? this.#last.layout : null;
      const layout = fromElk(await this.#engine.layout(toElk(graph, direction, before)));
      this.#remember(hash, layout);
      if (turn === this.#turn) use(layout);
    } catch {
      if (turn === this.#turn) use(gridLayout(graph, direction));
    } finally {
      clearTimeout(deadline);
      clearTimeout(end);
    }
  }

  /** The last layout without what has gone, when nothing has come: then nothing needs to move. */
  #reduced(graph: Graph, direction: Direction): Layout | null {
    const last = this.#last;
    if (last === null || last.direction !== direction || graph.nodes.length === 0) return null;
    const { nodes, boundaries, edges, width, height } = last.layout;
    const isSubset =
      graph.nodes.every((it) => it.id in nodes) &&
      graph.edges.every((it) => it.id in edges) &&
      graph.boundaries.every((it) => it.id in boundaries) &&
      // A node that went into another boundary, or a half-empty picture, deserves a new layout.
      graph.nodes.every((it) => last.graph.nodes.some((old) => old.id === it.id && old.parent === it.parent)) &&
      graph.boundaries.length === last.graph.boundaries.length &&
      graph.nodes.length * 4 >= last.graph.nodes.length * 3;
    if (!isSubset) return null;
    return {
      width,
      height,
      nodes: only(nodes, graph.nodes),
      boundaries: only(boundaries, graph.boundaries),
      edges: only(edges, graph.edges),
    };
  }

  #remember(hash: string, layout: Layout): void {
    this.#cache = [{ hash, layout }, ...this.#cache.filter((it) => it.hash !== hash)].slice(0, CACHED);
  }
}

/** ELK's interactive mode helps only where most positions are known; a stranger's place would be guessed as (0, 0). */
function isMostlyKnown(graph: Graph, layout: Layout): boolean {
  const known = graph.nodes.filter((it) => it.id in layout.nodes).length;
  return known > 0 && known * 4 >= graph.nodes.length * 3;
}

function only<T>(all: Readonly<Record<string, T>>, kept: readonly { readonly id: string }[]): Record<string, T> {
  const result: Record<string, T> = Object.create(null);
  for (const { id } of kept) {
    const value = all[id];
    if (value !== undefined) result[id] = value;
  }
  return result;
}
