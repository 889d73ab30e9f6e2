/** What stands beside (or below) the picture, or in its place: the page of the view, or the details of what is selected. */
import { el } from '../draw/markup.ts';
import type { Markup } from '../draw/markup.ts';
import type { Tab } from '../state.ts';
import { TABS } from '../state.ts';
import { detailsOf } from './details.ts';
import { inventoryPage } from './inventory.ts';
import { LABELS, listOfTab, sizeOfTab } from './lists.ts';
import { matrixPage } from './matrix.ts';
import { litPath, pathsPage } from './paths.ts';
import { threatsPage } from './threats.ts';
import type { SideView } from './view.ts';

export function sideContent(view: SideView, isDetailed: boolean): readonly Markup[] {
  const details = isDetailed && view.selected !== null ? detailsOf(view, view.selected) : null;
  if (details !== null) return [details];
  return [
    ...(view.view === 'diagram'
      ? [litPath(view) ?? el('span', { key: 'no path', hidden: true }), ...lists(view)]
      : [el('div', { key: view.view, class: `list ${view.view}` }, PAGES[view.view](view))]),
    el('footer', { key: 'coverage', class: 'coverage' }, view.system.snapshot.coverage),
  ];
}

const PAGES = { threats: threatsPage, paths: pathsPage, matrix: matrixPage, inventory: inventoryPage } as const;

function lists(view: SideView): readonly Markup[] {
  return [
    el(
      'div',
      { key: 'tabs', class: 'tabs', role: 'tablist', 'aria-label': 'Lists' },
      TABS.map((it) => tabButton(view, it)),
    ),
    el(
      'div',
      {
        key: `list ${view.tab}`,
        class: 'list',
        id: `list-${view.tab}`,
        role: 'tabpanel',
        'aria-labelledby': `tab-${view.tab}`,
      },
      listOfTab(view, view.tab),
    ),
  ];
}

function tabButton(view: SideView, tab: Tab): Markup {
  const isSelected = tab === view.tab;
  return el(
    'button',
    {
      key: tab,
      type: 'button',
      id: `tab-${tab}`,
      role: 'tab',
      'data-do': 'tab',
      'data-tab': tab,
      tabindex: isSelected ? 0 : -1,
      'aria-selected': String(isSelected),
      'aria-controls': isSelected ? `list-${tab}` : null,
    },
    `${LABELS[tab]} `,
    el('span', { class: 'number' }, String(sizeOfTab(view, tab))),
  );
}
