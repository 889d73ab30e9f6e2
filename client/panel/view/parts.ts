/** Small pieces that several lists share. Each button carries what it does in `data-do`, its object beside it. */
import type { PanelEvidence, PanelLocation } from '../contract.ts';
import { count } from '../model/announce.ts';
import type { IconName } from '../draw/icons.ts';
import { icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import { placeWords } from '../draw/words.ts';

/** Rows drawn at first; a system of thousands is searched, not scrolled. */
export const PAGE = 200;

/** The button that draws the next page, when rows are left. */
export function moreButton(left: number): readonly Markup[] {
  if (left <= 0) return [];
  return [
    el(
      'button',
      { key: 'more', type: 'button', class: 'more', 'data-do': 'more' },
      `Show ${Math.min(PAGE, left)} more`,
    ),
  ];
}

/** Names are shown whole up to here; longer ones are no names but noise or malice. */
const LONGEST_NAME = 300;

export function shown(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

/** A place as a value of an attribute; `placeFrom` reads it back. */
export function placeValue(location: PanelLocation): string {
  return JSON.stringify(location);
}

export function placeFrom(value: string): PanelLocation {
  return JSON.parse(value) as PanelLocation;
}

/** Evidence as an ordered list, hop by hop; each hop with a place leads there. */
export function evidenceList(evidence: readonly PanelEvidence[], label: string, className = 'hops'): Markup {
  return el(
    'ol',
    { class: className, 'aria-label': label },
    evidence.map((it, index) => el('li', { key: index }, evidenceItem(it))),
  );
}

function evidenceItem({ text, location }: PanelEvidence): Markup {
  if (location === null) return el('span', { class: 'hop' }, shown(text));
  return el(
    'button',
    { type: 'button', class: 'hop link', 'data-do': 'place', 'data-place': placeValue(location) },
    el('span', { class: 'hop-text' }, shown(text)),
    el('span', { class: 'place' }, placeWords(location)),
  );
}

/** The evidence folded away under its count. */
export function foldedEvidence(evidence: readonly PanelEvidence[], label: string): Markup | null {
  if (evidence.length === 0) return null;
  return el('details', { class: 'fold' }, el('summary', {}, label), evidenceList(evidence, label));
}

/** The page of a rule. */
export function ruleButton(rule: string): Markup {
  return el(
    'button',
    { type: 'button', class: 'rule', 'data-do': 'explain', 'data-rule': rule, title: 'Explain this rule' },
    el('span', { class: 'unseen' }, 'Explain rule '),
    rule,
  );
}

export function placeButton(location: PanelLocation | null): Markup | null {
  if (location === null) return null;
  const words = placeWords(location);
  return el(
    'button',
    {
      type: 'button',
      class: 'text-link place',
      'data-do': 'place',
      'data-place': placeValue(location),
      'aria-label': `Open ${words}`,
    },
    words,
  );
}

/** A component's name that leads to its details. */
export function componentButton(id: string, name: string): Markup {
  return el('button', { type: 'button', class: 'text-link', 'data-do': 'detail', 'data-id': id }, name);
}

/** A number with its icon and, for those who do not see, its words. */
export function tally(name: IconName, className: string, number: number, noun: string): Markup | null {
  if (number === 0) return null;
  return el(
    'span',
    { class: `tally ${className}`, title: count(number, noun) },
    icon(name),
    el('span', { 'aria-hidden': 'true' }, String(number)),
    el('span', { class: 'unseen' }, `, ${count(number, noun)}`),
  );
}

export function tag(name: IconName | null, className: string, words: string): Markup {
  return el('span', { class: `tag ${className}` }, name !== null && icon(name), words);
}
