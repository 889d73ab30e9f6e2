/**
 * The panel as a whole: holds the newest snapshot and what the reader looks at, draws both, and turns what the reader
 * does into intents. The only place where state changes.
 */
import type { FromPanel, PanelLocation, PanelSnapshot, ToPanel } from './contract.ts';
import type { Host } from './host.ts';
import type { UsualCollapse } from './model/collapse.ts';
import { collapsedBoundaries, READABLE, READABLE_NARROW, usualCollapse } from './model/collapse.ts';
import { matchingComponents, matchingFlows, NO_FILTER } from './model/filter.ts';
import { type Lit, litOf } from './model/light.ts';
import { elementPlace, threatPlace } from './model/places.ts';
import type { System } from './model/system.ts';
import { boundaryPath, systemOf } from './model/system.ts';
import type { Engine } from './layout/worker.ts';
import { draw } from './draw/dom.ts';
import { Picture } from './picture.ts';
import type { UiState, View } from './state.ts';
import { restoredState } from './state.ts';
import { onActions } from './view/actions.ts';
import { Announcer } from './view/announcer.ts';
import { copyPicture } from './view/clipboard.ts';
import { emptyPage, waitingPage } from './view/empty.ts';
import type { Frame } from './view/frame.ts';
import { makeFrame, showFrame } from './view/frame.ts';
import { Offers } from './view/offers.ts';
import { shareMenu } from './view/share.ts';
import { onSplit, showSplit } from './view/splitter.ts';
import { sideContent } from './view/side.ts';
import { toolbar } from './view/toolbar.ts';
import { viewTabs } from './view/views.ts';

/** Narrower than this it is a side bar, in pixels. */
const NARROW = 480;

export class Panel {
  readonly #host: Host;
  readonly #frame: Frame = makeFrame();
  readonly #picture: Picture;
  readonly #announcer = new Announcer(this.#frame.live);
  readonly #offers: Offers;
  #state: UiState;
  #system: System | null = null;
  #current: ReadonlySet<string> = new Set();
  /** What is held up to the light, by its key. */
  #litKey: string | null = null;
  #pages = 1;
  #usual: UsualCollapse | null = null;
  #isNarrow = this.#frame.root.clientWidth < NARROW;
  #saving = 0;

  constructor(host: Host, engine: Engine | null) {
    this.#host = host;
    this.#state = restoredState(host.load());
    this.#offers = new Offers((findings) => this.send({ type: 'offers', findings }));
    const events = {
      choose: (component: string, opens: boolean) => this.select(component, opens),
      chooseEdge: (flows: readonly string[]) => this.#selectEdge(flows),
      toggle: (boundary: string) => this.toggle(boundary),
      leave: () => this.leave(),
      moved: (viewport: UiState['viewport']) => this.#keep({ viewport }),
    };
    this.#picture = new Picture(this.#frame, engine, this.#state, events, (layouts) => this.#keep({ layouts }));
    draw(this.#frame.empty, [waitingPage()]);
    showFrame(this.#frame, this.#state.view, true);
    onActions(this.#frame, this, this.#picture.diagram);
    showSplit(this.#frame, this.#state.split);
    onSplit(this.#frame, (split) => this.#keep({ split }));
    new ResizeObserver(() => this.#resized()).observe(this.#frame.root);
    host.listen((message) => this.receive(message));
    this.send({ type: 'ready' });
  }

  get state(): UiState {
    return this.#state;
  }

  get isLit(): boolean {
    return this.#litKey !== null;
  }

  receive(message: ToPanel): void {
    if (message.type === 'snapshot') this.#setSnapshot(message.snapshot);
    else if (message.type === 'selection') this.#current = new Set(message.components);
    else if (message.type === 'formats') draw(this.#frame.share, shareMenu(message.formats));
    else this.#offers.receive(message.offers);
    this.#redraw();
  }

  send(message: FromPanel): void {
    this.#host.send(message);
  }

  /** Changes what is looked at and draws it. */
  update(change: Partial<UiState>): void {
    this.#keep(change);
    if (change.filter ?? change.tab ?? change.view ?? change.threatState ?? change.stride) this.#pages = 1;
    if (change.collapsed !== undefined) this.#place();
    this.#redraw();
  }

  select(id: string, opens: boolean): void {
    this.#unfold(id);
    this.#litKey = null;
    this.update({ selected: id, isDetailed: true });
    const place = this.placeOf(id);
    if (opens && place !== null) this.reveal(place);
  }

  /** Marks a row's object in the picture and leaves the list where it is. */
  mark(id: string): void {
    this.#unfold(id);
    // What is chosen must be seen: the light goes out where it does not fall on it.
    const lit = this.#lit();
    if (lit?.components.has(id) === false && !lit.flows.has(id)) this.#litKey = null;
    this.update({ selected: id });
    this.#picture.diagram.bringIntoView(id);
  }

  /** One step back: from the light to the whole, from the details to the lists, then from the selection to none. */
  leave(): void {
    if (this.#litKey !== null) this.light(null);
    else if (this.#state.isDetailed) this.update({ isDetailed: false });
    else this.update({ selected: null });
  }

  /** Holds a path or a blast radius up to the light, where the picture is to be seen. The same key again ends it. */
  light(key: string | null): void {
    this.#litKey = key === this.#litKey ? null : key;
    const lit = this.#lit();
    for (const id of lit?.components ?? []) this.#unfold(id);
    const isHidden = this.#frame.area.offsetParent === null;
    this.update(lit !== null && isHidden ? { view: 'diagram', isDetailed: false } : {});
    if (lit !== null && isHidden) this.#frame.side.scrollTop = 0;
    if (lit !== null) this.#picture.show(lit.components);
    if (lit !== null) this.#announcer.say(`${lit.label}: ${lit.components.size} components.`);
  }

  toggle(boundary: string): void {
    if (this.#system === null) return;
    const isCollapsed = this.#collapsed(this.#system).has(boundary);
    this.update({ collapsed: { ...this.#state.collapsed, [boundary]: !isCollapsed } });
  }

  filter(change: Partial<UiState['filter']> | null): void {
    this.#litKey = null;
    this.update({ filter: change === null ? NO_FILTER : { ...this.#state.filter, ...change } });
    const found = this.#found();
    if (found !== null) this.#picture.diagram.bringOneIntoView(found);
    if (found !== null) this.#announcer.say(`${found.size} of ${this.#system?.components.size ?? 0} components match.`);
  }

  showView(view: View): void {
    this.update({ view, isDetailed: false });
    this.#frame.side.scrollTop = 0;
  }

  showMore(): void {
    this.#pages += 1;
    this.#redraw();
  }

  reveal(location: PanelLocation): void {
    this.send({ type: 'reveal', location });
  }

  /** Onto the clipboard, or where that is forbidden into a file. */
  async copyPicture(): Promise<void> {
    const svg = this.#picture.still();
    try {
      await copyPicture(svg);
      this.#announcer.say('The picture is copied.');
    } catch {
      this.send({ type: 'save-picture', svg });
    }
  }

  savePicture(): void {
    this.send({ type: 'save-picture', svg: this.#picture.still() });
  }

  /** Where the source of a component or flow is. */
  placeOf(id: string): PanelLocation | null {
    return this.#system === null ? null : elementPlace(this.#system, id);
  }

  threat(id: string): ReturnType<typeof threatPlace> {
    return this.#system === null ? null : threatPlace(this.#system, id);
  }

  #setSnapshot(snapshot: PanelSnapshot): void {
    this.#system = systemOf(snapshot);
    const isEmpty = snapshot.components.length === 0;
    if (isEmpty) draw(this.#frame.empty, [emptyPage(snapshot)]);
    showFrame(this.#frame, this.#state.view, isEmpty);
    if (this.#lit() === null) this.#litKey = null;
    this.#offers.outdated();
    this.#place();
    this.#announcer.changed(snapshot);
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
    const collapsed = this.#collapsed(this.#system);
    const hiding = boundaryPath(this.#system, component.boundary).filter((it) => collapsed.has(it.id));
    if (hiding.length === 0) return;
    this.update({ collapsed: { ...this.#state.collapsed, ...Object.fromEntries(hiding.map((it) => [it.id, false])) } });
  }

  #place(): void {
    if (this.#system !== null) this.#picture.setSystem(this.#system, this.#collapsed(this.#system));
  }

  #collapsed(system: System): ReadonlySet<string> {
    const readable = this.#isNarrow ? READABLE_NARROW : READABLE;
    this.#usual = usualCollapse(system, readable, this.#usual);
    return collapsedBoundaries(system, this.#state.collapsed, this.#usual.collapsed);
  }

  /** A side bar has less room than an editor: fewer components are readable in it. */
  #resized(): void {
    const isNarrow = this.#frame.root.clientWidth < NARROW;
    if (isNarrow === this.#isNarrow) return;
    this.#isNarrow = isNarrow;
    this.#place();
  }

  #found(): ReadonlySet<string> | null {
    return this.#system === null ? null : matchingComponents(this.#system, this.#state.filter);
  }

  #lit(): Lit | null {
    return this.#system === null ? null : litOf(this.#system, this.#litKey);
  }

  #redraw(): void {
    const system = this.#system;
    if (system === null) return;
    const frame = this.#frame;
    const { selected, filter, isDetailed } = this.#state;
    const [found, lit] = [this.#found(), this.#lit()];
    // A file that declares most of the system tells nothing by marking it.
    const isTelling = this.#current.size <= Math.max(3, system.components.size / 2);
    const current = isTelling ? this.#current : new Set<string>();
    const view = {
      ...this.#state,
      system,
      found,
      current,
      pages: this.#pages,
      titles: this.#offers.titles,
      lit: lit === null || this.#litKey === null ? null : { ...lit, key: this.#litKey },
    };
    showFrame(frame, this.#state.view, system.components.size === 0);
    draw(frame.views, viewTabs(view));
    draw(frame.toolbar, toolbar(system, filter, found, lit));
    draw(frame.side, sideContent(view, isDetailed));
    this.#picture.look({
      selected,
      current,
      found: lit?.components ?? found,
      foundFlows: lit?.flows ?? matchingFlows(system, filter),
      isLit: lit !== null,
    });
    const wants = [...frame.side.querySelectorAll<HTMLElement>('[data-wants]')];
    this.#offers.want(wants.map((it) => it.dataset['wants'] ?? ''));
  }

  #keep(change: Partial<UiState>): void {
    this.#state = { ...this.#state, ...change };
    window.clearTimeout(this.#saving);
    this.#saving = window.setTimeout(() => this.#host.save(this.#state), 100);
  }
}
