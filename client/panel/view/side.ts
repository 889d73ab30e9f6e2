/** What stands beside (or below) the picture: the tabs with their lists, or the details of what is selected. */
import { el } from '../draw/markup.ts';
import type { Markup } from '../draw/markup.ts';
import type { Tab } from '../state.ts';
import { TABS } from '../state.ts';
import { detailsOf } from './details.ts';
import type { ListView } from './lists.ts';
import { LABELS, listOfTab, sizeOfTab } from './lists.ts';

export function sideContent(view: ListView, tab: Tab, isDetailed: boolean): readonly Markup[] {
  const details = isDetailed && view.selected !== null ? detailsOf(view.system, view.selected) : null;
  if (details !== null) return [details];
  return [
    el(
      'div',
      { key: 'tabs', class: 'tabs', role: 'tablist', 'aria-label': 'Lists' },
      TABS.map((it) => tabButton(view, it, it === tab)),
    ),
    el(
      'div',
      { key: `list ${tab}`, class: 'list', id: `list-${tab}`, role: 'tabpanel', 'aria-labelledby': `tab-${tab}` },
      listOfTab(view, tab),
    ),
    el('footer', { key: 'coverage', class: 'coverage' }, view.system.snapshot.coverage),
  ];
}

function tabButton(view: ListView, tab: Tab, isSelected: boolean): Markup {
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
    tab === 'loose-ends' ? ['Loose', el('span', { class: 'roomy' }, ' ends'), ' '] : `${LABELS[tab]} `,
    el('span', { class: 'number' }, String(sizeOfTab(view, tab))),
  );
}
