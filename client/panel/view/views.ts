/** The tabs of the panel: what it is opened at. */
import type { Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import type { View } from '../state.ts';
import { VIEWS } from '../state.ts';
import { openInView } from './threats.ts';
import type { SideView } from './view.ts';

const LABELS: Readonly<Record<View, readonly [before: string, word: string]>> = {
  diagram: ['', 'Diagram'],
  threats: ['', 'Threats'],
  paths: ['Attack ', 'paths'],
  matrix: ['', 'Matrix'],
  inventory: ['', 'Inventory'],
};

export function viewTabs(view: SideView): readonly Markup[] {
  return VIEWS.map((it) => {
    const [before, word] = LABELS[it];
    const isSelected = it === view.view;
    const number = it === 'threats' ? openInView(view) : it === 'paths' ? view.system.snapshot.attacks.total : null;
    return el(
      'button',
      {
        key: it,
        type: 'button',
        id: `view-${it}`,
        role: 'tab',
        'data-do': 'view',
        'data-view': it,
        tabindex: isSelected ? 0 : -1,
        'aria-selected': String(isSelected),
        'aria-controls': isSelected ? 'work' : null,
      },
      el('span', { class: 'label' }, before !== '' && el('span', { class: 'roomy' }, before), word),
      number !== null && el('span', { class: 'number' }, ` ${number}`),
    );
  });
}
