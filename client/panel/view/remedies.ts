/** The buttons that do something about a finding: its proven fix, and taking its risk. */
import type { PanelRemedy } from '../contract.ts';
import { icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { classes, el } from '../draw/markup.ts';
import { shown } from './parts.ts';

/** Proven fixes by finding; a finding without an entry has none that is known. */
export type Titles = ReadonlyMap<string, readonly string[]>;

/**
 * `about` is what the buttons are about, for those who hear them without their surroundings; `isFirst` is for the one
 * change of a page that counts most.
 */
export function remedyButtons(
  remedy: PanelRemedy | null,
  titles: Titles,
  about: string,
  isFirst = false,
): readonly Markup[] {
  if (remedy === null) return [];
  const { finding, mayFix } = remedy;
  const [title, ...more] = titles.get(finding) ?? [];
  return [
    // Marks the finding as one on the screen, so that its fixes are asked for.
    ...(mayFix ? [el('span', { key: 'wants', hidden: true, 'data-wants': finding })] : []),
    ...(title === undefined
      ? []
      : [
          el(
            'button',
            {
              key: 'fix',
              type: 'button',
              class: classes('act fix', isFirst && 'first'),
              'data-do': 'fix',
              'data-id': finding,
              title: more.length === 0 ? title : [title, ...more].join('\n'),
            },
            icon('wrench'),
            el(
              'span',
              { class: 'act-text' },
              more.length === 0 ? shown(title) : `${shown(title)} or ${more.length} more`,
            ),
          ),
        ]),
    acceptButton(finding, about),
  ];
}

/** Accepts the risk of a finding, or of a threat by its key. */
export function acceptButton(id: string, about: string): Markup {
  return el(
    'button',
    { key: 'accept', type: 'button', class: 'act', 'data-do': 'accept', 'data-id': id },
    icon('accepted'),
    el('span', { class: 'act-text' }, 'Accept risk…'),
    el('span', { class: 'unseen' }, ` of ${about}`),
  );
}
