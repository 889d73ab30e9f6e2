/**
 * The panel as a whole: holds the newest snapshot and what the reader looks at, draws both, and turns what the reader
 * does into intents. The only place where state changes.
 */
import type { PanelLocation, PanelSnapshot, ToPanel } from './contract.ts';
import type { Host } from './host.ts';
import { announcement } from './model/announce.ts';
import { collapsedBoundaries } from './model/collapse.ts';
import { matchingComponents, NO_FILTER } from './model/filter.ts';
import type { Graph } from './model/graph.ts';
import { graphOf } from './model/graph.ts';
import type { System } from './model/system.ts';
import { boundaryPath, firstPlace, placeOf, systemOf } from './model/system.ts';
import { Layouter } from './layout/layouter.ts';
import { EMPTY_LAYOUT, type Layout } from './layout/types.ts';
import type { Engine } from './layout/worker.ts';
import { draw } from './draw/dom.ts';
import type { Tab, UiState } from './state.ts';
import { restoredState } from './state.ts';
import { Diagram } from './view/diagram.ts';
import { emptyPage, waitingPage } from './view/empty.ts';
import type { Frame } from './view/frame.ts';
import { makeFrame } from './view/frame.ts';
import { onActions } from './view/actions.ts';
import { onSplit, showSplit } from './view/splitter.ts';
import { sideContent } from './view/side.ts';
import { toolbar } from './view/toolbar.ts';

/** Typing changes the model several times a second; a listener is told once it rests. */
const QUIET_MS = 700;

export class Panel {
  readonly #host: Host;
  readonly #frame: Frame = makeFrame();
  readonly #diagram: Diagram;
  readonly #layouter: Layouter;
  #state: UiState;
  #system: System | null = null;
  #current: ReadonlySet<string> = new Set();
  #graph: Graph = { nodes: [], edges: [], boundaries: [] };
  /** The graph that the layout shown belongs to; the newest graph's layout may still be on its way. */
  #drawn: { readonly graph: Graph; readonly layout: Layout } = { graph: this.#graph, layout: EMPTY_LAYOUT };
  #told: PanelSnapshot | null = null;
  #isRight = false;
  #pages = 1;
  #saving = 0;
  #announcing = 0;

  constructor(host: Host, engine: Engine | null) {
    this.#host = host;
    this.#state = restoredState(host.load());
    this.#layouter = new Layouter(engine, this.#state.layouts);
    this.#diagram = new Diagram(this.#frame.area, this.#frame.svg, this.#state.viewport, {
      choose: (component, opens) => this.select(component, opens),
      chooseEdge: (flows) => this.#selectEdge(flows),
      toggle: (boundary) => this.toggle(boundary),
      leave: () => this.leave(),
      moved: (viewport) => this.#keep({ viewport }),
    });
    draw(this.#frame.empty, [waitingPage()]);
    this.#showPage(true);
    onActions(this.#frame, this, this.#diagram);
    showSplit(this.#frame, this.#state.split);
    onSplit(this.#frame, (split) => this.#keep({ split }));
    new ResizeObserver(() => this.#turned()).observe(this.#frame.area);
    host.listen((message) => this.receive(message));
    host.send({ type: 'ready' });
  }

  get state(): UiState {
    return this.#state;
  }

  receive(message: ToPanel): void {
    if (message.type === 'selection') {
      this.#current = new Set(message.components);
      if (this.#system !== null) this.#redraw();
      return;
    }
    this.#system = systemOf(message.snapshot);
    const isEmpty = message.snapshot.components.length === 0;
    if (isEmpty) draw(this.#frame.empty, [emptyPage(message.snapshot)]);
    this.#showPage(isEmpty);
    this.#rebuild();
    this.#announceSoon();
  }

  /** Changes what is looked at and draws it. */
  update(change: Partial<UiState>): void {
    const needsGraph = change.collapsed !== undefined;
    this.#keep(change);
    if (change.filter !== undefined || change.tab !== undefined) this.#pages = 1;
    if (needsGraph) this.#rebuild();
    else this.#redraw();
  }

  select(id: string, opens: boolean): void {
    this.#unfold(id);
    this.update({ selected: id, isDetailed: true });
    const place = this.placeOf(id);
    if (opens && place !== null) this.reveal(place);
  }

  /** Marks a row's object in the picture and leaves the list where it is. */
  mark(id: string): void {
    this.#unfold(id);
    this.update({ selected: id });
    this.#diagram.bringIntoView(id);
  }

  /** One step back: from the details to the lists, then from the selection to none. */
  leave(): void {
    if (this.#state.isDetailed) this.update({ isDetailed: false });
    else this.update({ selected: null });
  }

  toggle(boundary: string): void {
    if (this.#system === null) return;
    const isCollapsed = collapsedBoundaries(this.#system, this.#state.collapsed).has(boundary);
    this.update({ collapsed: { ...this.#state.collapsed, [boundary]: !isCollapsed } });
  }

  filter(change: Partial<UiState['filter']> | null): void {
    this.update({ filter: change === null ? NO_FILTER : { ...this.#state.filter, ...change } });
    const found = this.#found();
    if (found !== null) this.#say(`${found.size} of ${this.#system?.components.size ?? 0} components match.`);
  }

  showTab(tab: Tab): void {
    this.update({ tab, isDetailed: false });
  }

  showMore(): void {
    this.#pages += 1;
    this.#redraw();
  }

  reveal(location: PanelLocation): void {
    this.#host.send({ type: 'reveal', location });
  }

  explain(rule: string): void {
    this.#host.send({ type: 'explain', rule });
  }

  /** Where the source of a component, flow or threat is. */
  placeOf(id: string): PanelLocation | null {
    const component = this.#system?.components.get(id);
    if (component !== undefined) return placeOf(component);
    const flow = this.#system?.flows.get(id);
    return flow === undefined ? null : firstPlace(flow.evidence);
  }

  /** The element that a threat threatens, and the place that shows it best. */
  threat(id: string): { readonly element: string; readonly place: PanelLocation | null } | null {
    const threat = this.#system?.snapshot.threats.find((it) => it.id === id);
    if (threat === undefined) return null;
    return { element: threat.element, place: firstPlace(threat.evidence) ?? this.placeOf(threat.element) };
  }

  #selectEdge(flows: readonly string[]): void {
    const index = flows.indexOf(this.#state.selected ?? '');
    const next = flows[(index + 1) % flows.length];
    if (next !== undefined) this.select(next, true);
  }

  /** Opens the boundaries around a component, so that it is in the picture when its row is chosen. */
  #unfold(id: string): void {
    const component = this.#system?.components.get(id);
    if (this.#system === null || component === undefined) return;
    const collapsed = collapsedBoundaries(this.#system, this.#state.collapsed);
    const hiding = boundaryPath(this.#system, component.boundary).filter((it) => collapsed.has(it.id));
    if (hiding.length === 0) return;
    this.update({ collapsed: { ...this.#state.collapsed, ...Object.fromEntries(hiding.map((it) => [it.id, false])) } });
  }

  #rebuild(): void {
    if (this.#system === null) return;
    const collapsed = collapsedBoundaries(this.#system, this.#state.collapsed);
    this.#graph = graphOf(this.#system, (it) => collapsed.has(it));
    this.#isRight = this.#diagram.wantsRight(this.#isRight);
    this.#redraw();
    this.#place();
  }

  #place(): void {
    const graph = this.#graph;
    void this.#layouter.layout(graph, this.#isRight ? 'right' : 'down', (layout) => {
      this.#drawn = { graph, layout };
      this.#redraw();
      this.#keep({ layouts: this.#layouter.cached });
    });
  }

  /** The area's shape changed: perhaps the flows should run the other way. */
  #turned(): void {
    const isRight = this.#diagram.wantsRight(this.#isRight);
    if (isRight === this.#isRight || this.#system === null) return;
    this.#isRight = isRight;
    this.#place();
  }

  #found(): ReadonlySet<string> | null {
    return this.#system === null ? null : matchingComponents(this.#system, this.#state.filter);
  }

  #redraw(): void {
    if (this.#system === null) return;
    const { selected, filter, tab, isDetailed } = this.#state;
    const found = this.#found();
    const view = { system: this.#system, filter, found, selected, current: this.#current, pages: this.#pages };
    draw(this.#frame.toolbar, toolbar(this.#system, filter, found));
    draw(this.#frame.side, sideContent(view, tab, isDetailed));
    const { graph, layout } = this.#drawn;
    this.#diagram.show(graph, layout, { selected, current: this.#current, found });
  }

  #showPage(isEmpty: boolean): void {
    this.#frame.empty.hidden = !isEmpty;
    this.#frame.work.hidden = isEmpty;
    this.#frame.toolbar.hidden = isEmpty;
  }

  #keep(change: Partial<UiState>): void {
    this.#state = { ...this.#state, ...change };
    window.clearTimeout(this.#saving);
    this.#saving = window.setTimeout(() => this.#host.save(this.#state), 100);
  }

  #announceSoon(): void {
    window.clearTimeout(this.#announcing);
    this.#announcing = window.setTimeout(() => {
      if (this.#system === null) return;
      const text = announcement(this.#told, this.#system.snapshot);
      this.#told = this.#system.snapshot;
      if (text !== '') this.#say(text);
    }, QUIET_MS);
  }

  #say(text: string): void {
    this.#frame.live.textContent = text;
  }
}
