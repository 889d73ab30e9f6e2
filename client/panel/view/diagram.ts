/** The picture on the page: pan, zoom, fit, and what mouse and keyboard do in it. What it shows is made by `scene.ts`. */
import type { Graph } from '../model/graph.ts';
import type { Layout, Point } from '../layout/types.ts';
import { EMPTY_LAYOUT } from '../layout/types.ts';
import { draw } from '../draw/dom.ts';
import type { SceneView } from '../draw/view.ts';
import { PLAIN_VIEW } from '../draw/view.ts';
import { scene } from '../draw/scene.ts';
import type { Viewport } from '../state.ts';
import type { Arrow } from './neighbour.ts';
import { itemPoints, neighbourOf } from './neighbour.ts';

export interface DiagramEvents {
  /** A node was chosen; `opens` when its source is wanted too. */
  choose(component: string, opens: boolean): void;
  chooseEdge(flows: readonly string[]): void;
  toggle(boundary: string): void;
  /** Nothing is wanted any more. */
  leave(): void;
  /** The reader moved the picture; null when it is to be kept whole in view. */
  moved(viewport: Viewport | null): void;
}

const SMALLEST = 0.12;
const LARGEST = 2.5;
/** The whole picture is never blown up beyond this, so that five components do not shout. */
const LARGEST_FIT = 1.15;
const MARGIN = 10;
/** What the buttons on the picture take from its height. */
const BUTTONS = 34;
const STEP = 60;
/** In less width than this a picture that runs to the right is cut, in pixels. */
const LEAST_WIDE = 600;
/** What is shown at first is never smaller than this: a map of which a part is read beats one that cannot be read. */
const LEGIBLE = 0.42;
/** Below this scale second lines are left out and names drawn larger. */
const FAR = 0.62;

export class Diagram {
  readonly #area: HTMLElement;
  readonly #svg: SVGSVGElement;
  readonly #world: SVGGElement;
  readonly #events: DiagramEvents;
  #graph: Graph = { nodes: [], edges: [], boundaries: [] };
  #layout: Layout = EMPTY_LAYOUT;
  #drawn: Layout = EMPTY_LAYOUT;
  #view: Omit<SceneView, 'active'> = PLAIN_VIEW;
  #active: string | null = null;
  #viewport: Viewport = { x: 0, y: 0, scale: 1 };
  #isFitted = true;

  constructor(area: HTMLElement, svg: SVGSVGElement, viewport: Viewport | null, events: DiagramEvents) {
    this.#area = area;
    this.#svg = svg;
    this.#events = events;
    this.#world = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    this.#world.setAttribute('class', 'world');
    svg.append(this.#world);
    if (viewport !== null) {
      this.#move(viewport);
      this.#isFitted = false;
    }
    svg.addEventListener('keydown', (event) => this.#key(event));
    svg.addEventListener('focusin', (event) => this.#focused(event.target));
    svg.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.#dragging();
    new ResizeObserver(() => this.#isFitted && this.#home()).observe(area);
  }

  /** Whether the area is so wide that the flows should run to the right; `before` keeps it from flickering. */
  wantsRight(before: boolean): boolean {
    const { clientWidth: width, clientHeight: height } = this.#area;
    // Out of sight there is no shape to follow.
    if (width === 0 || height === 0) return before;
    return width > LEAST_WIDE && width > height * (before ? 1.1 : 1.4);
  }

  /** Draws, with the lines of `drawn` besides those of the layout; a new layout keeps in place on the screen what both layouts have. */
  show(graph: Graph, layout: Layout, view: Omit<SceneView, 'active'>, drawn = layout): void {
    const before = this.#layout;
    this.#graph = graph;
    this.#layout = layout;
    this.#drawn = drawn;
    this.#view = view;
    const items = itemPoints(graph, layout);
    if (this.#active === null || !items.has(this.#active)) this.#active = items.keys().next().value ?? null;
    const hadFocus = this.#svg.contains(document.activeElement);
    this.#draw();
    // A boundary that opens or closes becomes another element of the same name.
    if (hadFocus && !this.#svg.contains(document.activeElement) && this.#active !== null)
      this.#elementOf(this.#active)?.focus({ preventScroll: true });
    if (before === layout) return;
    if (this.#isFitted) this.#home();
    else this.#keepInPlace(before, layout);
  }

  /** Shows the whole picture, however small it becomes. */
  fit(): void {
    const whole = this.#whole();
    if (whole === null) return;
    this.#move(whole);
    this.#isFitted = whole.scale >= LEGIBLE;
    this.#events.moved(this.#isFitted ? null : whole);
  }

  /** Where the reader begins: at the whole picture, or where it would be too small, at its beginning. */
  #home(): void {
    const whole = this.#whole();
    if (whole === null) return;
    const scale = Math.max(LEGIBLE, whole.scale);
    const { clientWidth: room } = this.#area;
    const width = this.#layout.width * scale;
    // What stands first, mostly whoever comes from outside, is in the middle.
    const items = itemPoints(this.#graph, this.#layout);
    const first = this.#graph.nodes.flatMap(({ id }) => items.get(id) ?? []).sort((a, b) => a.y - b.y)[0];
    const begin = Math.min(MARGIN, Math.max(room - MARGIN - width, room / 2 - (first?.x ?? 0) * scale));
    this.#move(scale === whole.scale ? whole : { scale, x: width > room ? begin : (room - width) / 2, y: MARGIN });
    this.#isFitted = true;
    this.#events.moved(null);
  }

  #whole(): Viewport | null {
    const { width, height } = this.#layout;
    const { clientWidth, clientHeight } = this.#area;
    if (width === 0 || height === 0 || clientWidth === 0 || clientHeight === 0) return null;
    const room = clientHeight - BUTTONS;
    const scale = clamp(Math.min((clientWidth - 2 * MARGIN) / width, (room - 2 * MARGIN) / height, LARGEST_FIT));
    return { scale, x: (clientWidth - width * scale) / 2, y: (room - height * scale) / 2 };
  }

  /** Zooms about a point of the area, by default its middle. */
  zoom(factor: number, about?: Point): void {
    const { x, y, scale } = this.#viewport;
    const point = about ?? { x: this.#area.clientWidth / 2, y: this.#area.clientHeight / 2 };
    const next = clamp(scale * factor);
    this.#moveByHand({
      scale: next,
      x: point.x - ((point.x - x) * next) / scale,
      y: point.y - ((point.y - y) * next) / scale,
    });
  }

  pan(dx: number, dy: number): void {
    const { x, y, scale } = this.#viewport;
    this.#moveByHand({ scale, x: x + dx, y: y + dy });
  }

  /** Brings all of these components into view if they are not, from as near as can be. */
  bringAllIntoView(components: ReadonlySet<string>): void {
    const boxes = this.#graph.nodes
      .filter((it) => it.members.some((id) => components.has(id)))
      .flatMap((it) => this.#layout.nodes[it.id] ?? []);
    if (boxes.length === 0) return;
    const [left, top] = [Math.min(...boxes.map((it) => it.x)), Math.min(...boxes.map((it) => it.y))];
    const right = Math.max(...boxes.map((it) => it.x + it.width));
    const bottom = Math.max(...boxes.map((it) => it.y + it.height));
    const { x, y, scale } = this.#viewport;
    const [wide, high] = [this.#area.clientWidth, this.#area.clientHeight - BUTTONS];
    const isSeen =
      left * scale + x >= 0 && top * scale + y >= 0 && right * scale + x <= wide && bottom * scale + y <= high;
    if (isSeen || wide === 0 || high <= 0) return;
    const room = 2 * MARGIN;
    const next = clamp(Math.min(scale, (wide - 2 * room) / (right - left), (high - 2 * room) / (bottom - top)));
    this.#moveByHand({
      scale: next,
      x: wide / 2 - ((left + right) / 2) * next,
      y: high / 2 - ((top + bottom) / 2) * next,
    });
  }

  /** Brings the first of these components into view when none of them is: who searches should see that he has found. */
  bringOneIntoView(components: ReadonlySet<string>): void {
    const found = this.#graph.nodes.filter((it) => it.members.some((id) => components.has(id)));
    const { x, y, scale } = this.#viewport;
    const isSeen = found.some(({ id }) => {
      const box = this.#layout.nodes[id];
      if (box === undefined) return false;
      const [left, top] = [box.x * scale + x, box.y * scale + y];
      return left >= 0 && top >= 0 && left < this.#area.clientWidth - 40 && top < this.#area.clientHeight - BUTTONS;
    });
    const first = found[0];
    if (!isSeen && first !== undefined) this.bringIntoView(first.id);
  }

  /** Brings a node into view if it is not. */
  bringIntoView(item: string): void {
    const point = itemPoints(this.#graph, this.#layout).get(item);
    if (point === undefined || (this.#isFitted && this.#whole()?.scale === this.#viewport.scale)) return;
    const { x, y, scale } = this.#viewport;
    const at = { x: x + point.x * scale, y: y + point.y * scale };
    const edge = 46;
    const dx = Math.max(0, edge - at.x) - Math.max(0, at.x - this.#area.clientWidth + edge);
    const dy = Math.max(0, edge - at.y) - Math.max(0, at.y - this.#area.clientHeight + edge);
    if (dx !== 0 || dy !== 0) this.pan(dx, dy);
  }

  /** Makes an item the one that the Tab key reaches, and moves the focus there if asked. */
  activate(item: string, takesFocus: boolean): void {
    this.#active = item;
    this.#draw();
    this.bringIntoView(item);
    if (takesFocus) this.#elementOf(item)?.focus({ preventScroll: true });
  }

  #draw(): void {
    draw(this.#world, scene(this.#graph, this.#drawn, { ...this.#view, active: this.#active }));
  }

  #elementOf(item: string): SVGElement | undefined {
    return [...this.#world.querySelectorAll<SVGElement>('[data-item]')].find((it) => it.dataset['item'] === item);
  }

  #move(viewport: Viewport): void {
    this.#viewport = viewport;
    const { x, y, scale } = viewport;
    this.#world.setAttribute('transform', `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(4)})`);
    this.#svg.classList.toggle('far', scale < FAR);
  }

  #moveByHand(viewport: Viewport): void {
    this.#isFitted = false;
    this.#move(viewport);
    this.#events.moved(viewport);
  }

  #keepInPlace(before: Layout, after: Layout): void {
    const shared = Object.keys(after.nodes).filter((id) => id in before.nodes);
    if (shared.length === 0) return;
    const { scale } = this.#viewport;
    const mean = (axis: 'x' | 'y'): number =>
      shared.reduce((sum, id) => sum + (after.nodes[id]?.[axis] ?? 0) - (before.nodes[id]?.[axis] ?? 0), 0) /
      shared.length;
    this.pan(-mean('x') * scale, -mean('y') * scale);
  }

  #focused(target: EventTarget | null): void {
    const item = target instanceof Element ? target.closest<SVGElement>('[data-item]')?.dataset['item'] : undefined;
    if (item === undefined || item === this.#active) return;
    this.activate(item, false);
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const item = event.target instanceof Element ? event.target.closest<SVGElement>('[data-item]') : null;
    if (this.#pressed(event, item)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** Does what the key asks for; false when it means nothing here. */
  #pressed(event: KeyboardEvent, item: SVGElement | null): boolean {
    const { key } = event;
    if (key === '+' || key === '=') this.zoom(1.25);
    else if (key === '-') this.zoom(0.8);
    else if (key === '0') this.fit();
    else if (key === 'Escape') this.#events.leave();
    else if (isArrow(key)) this.#arrow(key, event.shiftKey ? null : item);
    else if (item !== null && (key === 'Enter' || key === ' ')) this.#press(item, key === 'Enter');
    else if (key === 'Home' || key === 'End') {
      const items = [...itemPoints(this.#graph, this.#layout).keys()];
      const wanted = key === 'Home' ? items[0] : items[items.length - 1];
      if (wanted !== undefined) this.activate(wanted, true);
    } else return false;
    return true;
  }

  #arrow(arrow: Arrow, item: SVGElement | null): void {
    const id = item?.dataset['item'];
    const next = id === undefined ? null : neighbourOf(this.#graph, this.#layout, id, arrow);
    if (next !== null) this.activate(next, true);
    else if (arrow === 'ArrowLeft' || arrow === 'ArrowRight') this.pan(arrow === 'ArrowLeft' ? STEP : -STEP, 0);
    else this.pan(0, arrow === 'ArrowUp' ? STEP : -STEP);
  }

  #press(target: Element, opens: boolean): void {
    const item = target.closest<SVGElement>('[data-item]');
    const edge = target.closest<SVGElement>('[data-edge]')?.dataset['edge'];
    if (item?.dataset['boundary'] !== undefined) this.#events.toggle(item.dataset['boundary']);
    else if (item?.dataset['node'] !== undefined) this.#events.choose(item.dataset['node'], opens);
    else if (edge !== undefined) this.#events.chooseEdge(this.#graph.edges.find((it) => it.id === edge)?.flows ?? []);
    else this.#events.leave();
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 18 : 1;
    if (!event.ctrlKey && !event.metaKey) {
      const sideways = event.shiftKey && event.deltaX === 0;
      this.pan(-unit * (sideways ? event.deltaY : event.deltaX), sideways ? 0 : -unit * event.deltaY);
      return;
    }
    const { left, top } = this.#area.getBoundingClientRect();
    this.zoom(Math.exp((-event.deltaY * unit) / 300), { x: event.clientX - left, y: event.clientY - top });
  }

  /** A press that moves pans; one that does not is a click. */
  #dragging(): void {
    let from: (Point & { readonly viewport: Viewport; readonly pointer: number }) | null = null;
    let hasMoved = false;
    this.#svg.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      from = { x: event.clientX, y: event.clientY, viewport: this.#viewport, pointer: event.pointerId };
      hasMoved = false;
    });
    this.#svg.addEventListener('pointermove', (event) => {
      if (from === null || event.pointerId !== from.pointer) return;
      const dx = event.clientX - from.x;
      const dy = event.clientY - from.y;
      if (!hasMoved && Math.hypot(dx, dy) < 5) return;
      if (!hasMoved) {
        this.#svg.setPointerCapture(event.pointerId);
        this.#svg.classList.add('dragging');
      }
      hasMoved = true;
      this.#moveByHand({ scale: from.viewport.scale, x: from.viewport.x + dx, y: from.viewport.y + dy });
    });
    this.#svg.addEventListener('dblclick', (event) => {
      if (event.target !== this.#svg) return;
      const { left, top } = this.#area.getBoundingClientRect();
      this.zoom(1.6, { x: event.clientX - left, y: event.clientY - top });
    });
    const end = (): void => {
      from = null;
      this.#svg.classList.remove('dragging');
    };
    this.#svg.addEventListener('pointerup', end);
    this.#svg.addEventListener('pointercancel', end);
    this.#svg.addEventListener('click', (event) => {
      if (hasMoved || !(event.target instanceof Element)) return;
      const item = event.target.closest<SVGElement>('[data-item]');
      if (item?.dataset['item'] !== undefined) this.activate(item.dataset['item'], true);
      this.#press(event.target, true);
    });
  }
}

function isArrow(key: string): key is Arrow {
  return key === 'ArrowUp' || key === 'ArrowDown' || key === 'ArrowLeft' || key === 'ArrowRight';
}

function clamp(scale: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, scale));
}
