/** What leaves the panel: the picture as it is seen, and the whole model in every form that there is. */
import type { PanelFormat } from '../contract.ts';
import { icon } from '../draw/icons.ts';
import type { IconName } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';

/** The button with its menu, empty until `shareMenu` fills it. */
export function share(): Markup {
  return el(
    'details',
    { class: 'share' },
    el('summary', { class: 'icon-button', title: 'Export' }, icon('export'), el('span', { class: 'unseen' }, 'Export')),
    el('div', { class: 'share-menu' }),
  );
}

export function shareMenu(formats: readonly PanelFormat[]): readonly Markup[] {
  return [
    el('h2', { key: 'picture' }, 'This picture'),
    el(
      'ul',
      { key: 'pictures' },
      entry({ 'data-do': 'copy-picture' }, 'Copy as image', '', 'picture'),
      entry({ 'data-do': 'save-picture' }, 'Save as SVG', '', 'export'),
    ),
    ...(formats.length === 0
      ? []
      : [
          el('h2', { key: 'model' }, 'The whole threat model'),
          el(
            'ul',
            { key: 'models' },
            formats.map(({ format, title }) => {
              const [name = '', ...about] = title.split(':');
              return entry({ 'data-do': 'export', 'data-format': format }, name, about.join(':').trim(), 'file');
            }),
          ),
        ]),
  ];
}

function entry(does: Readonly<Record<string, string>>, name: string, about: string, symbol: IconName): Markup {
  return el(
    'li',
    {},
    el(
      'button',
      { type: 'button', ...does },
      icon(symbol),
      el('span', {}, name),
      about !== '' && el('span', { class: 'unseen' }, ': '),
      about !== '' && el('span', { class: 'quiet' }, about),
    ),
  );
}
