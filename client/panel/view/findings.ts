/** Findings of a component, as the Problems view tells them, with what can be done. */
import type { PanelFinding } from '../contract.ts';
import { icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import { placeWords } from '../draw/words.ts';
import { placeValue, ruleButton, shown } from './parts.ts';
import type { Titles } from './remedies.ts';
import { remedyButtons } from './remedies.ts';

export function findingItem(finding: PanelFinding, index: number, titles: Titles): Markup {
  return el(
    'li',
    { key: `${finding.finding} ${index}`, class: 'finding' },
    el(
      'button',
      { type: 'button', class: 'link finding-main', 'data-do': 'place', 'data-place': placeValue(finding.location) },
      icon(finding.level, finding.level),
      el(
        'span',
        { class: 'finding-text' },
        el('span', { class: 'unseen' }, `${finding.level}: `),
        shown(finding.message),
      ),
      el('span', { class: 'place' }, placeWords(finding.location)),
    ),
    el('div', { class: 'acts' }, remedyButtons(finding, titles, finding.rule), ruleButton(finding.rule)),
  );
}
