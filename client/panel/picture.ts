/** The picture with everything that it needs: the graph of the system, its layout, and the diagram that shows both. */
import { scene } from './draw/scene.ts';
import type { SceneView } from './draw/view.ts';
import { PLAIN_VIEW } from './draw/view.ts';
import { withAside } from './layout/aside.ts';
import type { CachedLayout } from './layout/layouter.ts';
import { Layouter } from './layout/layouter.ts';
import { EMPTY_LAYOUT, type Layout } from './layout/types.ts';
import type { Engine } from './layout/worker.ts';
import type { Graph } from './model/graph.ts';
import { graphOf } from './model/graph.ts';
import type { System } from './model/system.ts';
import type { UiState } from './state.ts';
import type { DiagramEvents } from './view/diagram.ts';
import { Diagram } from './view/diagram.ts';
import type { Frame } from './view/frame.ts';
import { stillPicture } from './view/still.ts';

type Look = Omit<SceneView, 'active'>;

export class Picture {
  readonly diagram: Diagram;
  readonly #area: HTMLElement;
  readonly #layouter: Layouter;
  readonly #placed: (layouts: readonly CachedLayout[]) => void;
  #graph: Graph = { nodes: [], edges: [], boundaries: [] };
  /** The graph that the layout shown belongs to; the newest graph's layout may still be on its way. */
  #drawn: { readonly graph: Graph; readonly layout: Layout } = { graph: this.#graph, layout: EMPTY_LAYOUT };
  #look: Look = PLAIN_VIEW;
  #isRight = false;
  #wanted: ReadonlySet<string> | null = null;

  /** `placed` is told the layouts that are worth keeping, whenever a new one is drawn. */
  constructor(
    frame: Frame,
    engine: Engine | null,
    state: UiState,
    events: DiagramEvents,
    placed: (layouts: readonly CachedLayout[]) => void,
  ) {
    this.#area = frame.area;
    this.#placed = placed;
    this.#layouter = new Layouter(engine, state.layouts);
    this.diagram = new Diagram(frame.area, frame.svg, state.viewport, events);
    new ResizeObserver(() => this.#turned()).observe(frame.area);
  }

  /** Another system, or other boundaries are collapsed. What did not change keeps its place. */
  setSystem(system: System, collapsed: ReadonlySet<string>): void {
    this.#graph = graphOf(system, (it) => collapsed.has(it), this.#graph);
    this.#isRight = this.diagram.wantsRight(this.#isRight);
    this.#place();
  }

  /** The same system, looked at in another way. */
  look(look: Look): void {
    this.#look = look;
    this.diagram.show(
      this.#drawn.graph,
      this.#drawn.layout,
      look,
      withAside(this.#drawn.graph, this.#drawn.layout, look),
    );
  }

  /** Brings these components into view, now or when the picture that is on its way is drawn. */
  show(components: ReadonlySet<string>): void {
    this.#wanted = components;
    if (this.#drawn.graph === this.#graph) this.#bring();
  }

  #bring(): void {
    const wanted = this.#wanted;
    this.#wanted = null;
    if (wanted !== null) this.diagram.bringAllIntoView(wanted);
  }

  /** The whole picture as an SVG document of its own. */
  still(): string {
    const { graph, layout: placed } = this.#drawn;
    const layout = withAside(graph, placed, this.#look);
    return stillPicture(this.#area, scene(graph, layout, { ...this.#look, current: new Set(), active: null }), layout);
  }

  #place(): void {
    const graph = this.#graph;
    void this.#layouter.layout(graph, this.#isRight ? 'right' : 'down', (layout) => {
      this.#drawn = { graph, layout };
      this.look(this.#look);
      this.#bring();
      this.#placed(this.#layouter.cached);
    });
  }

  /** The area's shape changed: perhaps the flows should run the other way. */
  #turned(): void {
    const isRight = this.diagram.wantsRight(this.#isRight);
    if (isRight === this.#isRight || this.#graph.nodes.length === 0) return;
    this.#isRight = isRight;
    this.#place();
  }
}
