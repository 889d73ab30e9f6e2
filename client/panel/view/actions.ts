/** What clicks and keys outside the picture do; every button says it in `data-do`. */
import type { Tab } from '../state.ts';
import { TABS } from '../state.ts';
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
      panel.select(id, false);
      diagram.bringIntoView(id);
      frame.side.scrollTop = 0;
      frame.side.querySelector<HTMLElement>('#details-title')?.focus();
    },
    back,
    place: ({ place = '' }) => panel.reveal(placeFrom(place)),
    explain: ({ rule = '' }) => panel.explain(rule),
    tab: ({ tab = '' }) => panel.showTab(tab as Tab),
    more: () => panel.showMore(),
    clear: () => {
      panel.filter(null);
      frame.toolbar.querySelector<HTMLElement>('#search')?.focus();
    },
    chip: ({ chip = '' }) => {
      if (chip === 'openThreats' || chip === 'plaintext' || chip === 'internet')
        panel.filter({ [chip]: !panel.state.filter[chip] });
    },
    'zoom-in': () => diagram.zoom(1.25),
    'zoom-out': () => diagram.zoom(0.8),
    fit: () => diagram.fit(),
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
  frame.side.addEventListener('keydown', (event) => {
    if (event.target instanceof HTMLElement && event.target.role === 'tab') moveTab(event, panel, frame);
    if (event.key === 'Escape' && panel.state.isDetailed) back();
  });
  const legend = frame.area.querySelector('details');
  frame.root.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Node && legend?.contains(event.target) === false) legend.open = false;
  });
  legend?.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') legend.open = false;
  });
  frame.toolbar.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') panel.filter(null);
  });
}

/** The arrow keys move along the tabs, as the ARIA practices for tabs say. */
function moveTab(event: KeyboardEvent, panel: Panel, frame: Frame): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  const next = TABS[(TABS.indexOf(panel.state.tab) + step + TABS.length) % TABS.length];
  if (next === undefined) return;
  event.preventDefault();
  panel.showTab(next);
  frame.side.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
}
