/** What clicks and keys outside the picture do; every button says it in `data-do`. */
import { isChip } from '../model/filter.ts';
import { type Letter, type Tab, type ThreatChoice, type View, VIEWS } from '../state.ts';
import type { Panel } from '../panel.ts';
import type { Diagram } from './diagram.ts';
import type { Frame } from './frame.ts';
import { placeFrom } from './parts.ts';

type Action = (button: DOMStringMap) => void;

export function onActions(frame: Frame, panel: Panel, diagram: Diagram): void {
  let returnTo: string | null = null;
  const back = (): void => {
    panel.update({ isDetailed: false });
    const rows = [...frame.side.querySelectorAll<HTMLElement>('.row-more')];
    (
      rows.find((it) => it.dataset['id'] === returnTo) ?? frame.side.querySelector<HTMLElement>('[aria-selected=true]')
    )?.focus();
  };
  const open = (id: string): void => {
    panel.mark(id);
    const place = panel.placeOf(id);
    if (place !== null) panel.reveal(place);
  };
  const actions: Readonly<Record<string, Action>> = {
    open: ({ id = '' }) => open(id),
    flow: ({ id = '' }) => open(id),
    threat: ({ id = '' }) => {
      const threat = panel.threat(id);
      if (threat === null) return;
      panel.mark(threat.element);
      if (threat.place !== null) panel.reveal(threat.place);
    },
    detail: ({ id = '' }) => {
      returnTo = id;
      // A page without the picture beside it gives way to the diagram.
      if (!WITH_PICTURE.includes(panel.state.view)) panel.showView('diagram');
      panel.select(id, false);
      diagram.bringIntoView(id);
      frame.side.scrollTop = 0;
      frame.side.querySelector<HTMLElement>('#details-title')?.focus();
    },
    back,
    place: ({ place = '' }) => panel.reveal(placeFrom(place)),
    explain: ({ rule = '' }) => panel.send({ type: 'explain', rule }),
    fix: ({ id = '' }) => panel.send({ type: 'fix', finding: id }),
    accept: ({ id = '' }) => panel.send({ type: 'accept', finding: id }),
    view: ({ view = '' }) => panel.showView(view as View),
    tab: ({ tab = '' }) => panel.update({ tab: tab as Tab, isDetailed: false }),
    'threat-state': ({ choice = '' }) => panel.update({ threatState: choice as ThreatChoice }),
    stride: ({ choice = '' }) => panel.update({ stride: choice === panel.state.stride ? null : (choice as Letter) }),
    light: ({ key = '' }) => panel.light(key),
    unlight: () => panel.light(null),
    more: () => panel.showMore(),
    clear: () => {
      panel.filter(null);
      frame.toolbar.querySelector<HTMLElement>('#search')?.focus();
    },
    chip: ({ chip = '' }) => {
      if (isChip(chip)) panel.filter({ [chip]: !panel.state.filter[chip] });
    },
    'zoom-in': () => diagram.zoom(1.25),
    'zoom-out': () => diagram.zoom(0.8),
    fit: () => diagram.fit(),
    'copy-picture': () => void panel.copyPicture(),
    'save-picture': () => panel.savePicture(),
    export: ({ format = '' }) => panel.send({ type: 'export', format }),
  };

  frame.root.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-do]') : null;
    if (button !== null) actions[button.dataset['do'] ?? '']?.(button.dataset);
  });
  frame.root.addEventListener('input', (event) => {
    if (event.target instanceof HTMLInputElement && event.target.id === 'search')
      panel.filter({ text: event.target.value });
  });
  frame.root.addEventListener('change', (event) => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    panel.filter({ boundary: event.target.value === '' ? null : event.target.value });
  });
  frame.root.addEventListener('keydown', (event) => {
    const tab = event.target instanceof HTMLElement && event.target.role === 'tab' ? event.target : null;
    if (tab !== null) moveTab(event, tab);
  });
  frame.side.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (panel.isLit) panel.leave();
    else if (panel.state.isDetailed) back();
  });
  for (const popup of frame.area.querySelectorAll('details')) onPopup(frame, popup);
  frame.toolbar.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') panel.filter(null);
  });
}

/** What is opened over the picture closes by Escape, by a click beside it, and when something in it was chosen. */
function onPopup(frame: Frame, popup: HTMLDetailsElement): void {
  frame.root.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Node && !popup.contains(event.target)) popup.open = false;
  });
  const close = (): void => {
    popup.open = false;
    popup.querySelector('summary')?.focus();
  };
  popup.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && popup.open) close();
  });
  popup.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-do]') !== null) close();
  });
}

/** The views that show the picture too, at least where there is room. */
const WITH_PICTURE: readonly View[] = VIEWS.filter((it) => it === 'diagram' || it === 'threats' || it === 'paths');

/** The arrow keys, Home and End move along the tabs and choose, as the ARIA practices for tabs say. */
function moveTab(event: KeyboardEvent, tab: HTMLElement): void {
  const tabs = [...(tab.parentElement?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])];
  const at = tabs.indexOf(tab);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const id = tabs[(to + tabs.length) % tabs.length]?.id ?? '';
  document.getElementById(id)?.click();
  document.getElementById(id)?.focus();
}
