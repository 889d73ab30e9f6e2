/** The search box and the chips: a summary of the system and its filters in one. */
import type { System } from '../model/system.ts';
import { boundaryPath } from '../model/system.ts';
import type { Chip, Filter } from '../model/filter.ts';
import { FLOW_PROPERTIES, type FlowProperty, hasProperty, isFiltering } from '../model/filter.ts';
import type { Lit } from '../model/light.ts';
import { icon, type IconName } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import { kindWords } from '../draw/words.ts';
import { shown } from './parts.ts';

export function toolbar(
  system: System,
  filter: Filter,
  found: ReadonlySet<string> | null,
  lit: Lit | null,
): readonly Markup[] {
  const threats = system.snapshot.threats.filter((it) => it.state === 'open').length;
  const internet = [...system.components.values()].filter((it) => it.exposure === 'internet').length;
  return [
    el(
      'div',
      { key: 'search', class: 'search' },
      icon('search'),
      el('input', {
        type: 'search',
        id: 'search',
        placeholder: 'Search components',
        'aria-label': 'Search components',
        value: filter.text,
        autocomplete: 'off',
        spellcheck: 'false',
        maxlength: 200,
      }),
      found !== null && el('span', { class: 'matches' }, `${found.size} of ${system.components.size}`),
      isFiltering(filter) &&
        el(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            'data-do': 'clear',
            'aria-label': 'Clear search and filters',
            title: 'Clear search and filters',
          },
          icon('close'),
        ),
    ),
    boundarySelect(system, filter) ?? el('span', { key: 'no boundaries' }),
    el(
      'div',
      { key: 'chips', class: 'chips', role: 'group', 'aria-label': 'Filters' },
      chip('openThreats', 'shield', 'open threats', threats, filter.openThreats),
      chip('internet', 'globe', 'internet', internet, filter.internet),
      FLOW_PROPERTIES.map((it) => {
        const number = [...system.flows.values()].filter((flow) => hasProperty(flow, it)).length;
        return chip(it, FLOW_ICONS[it], FLOW_WORDS[it], number, filter[it]);
      }),
    ),
    lit === null
      ? el('span', { key: 'not lit', hidden: true })
      : el(
          'button',
          { key: 'lit', type: 'button', class: 'chip lit', 'data-do': 'unlight', title: 'Show everything again' },
          el('span', { class: 'lit-label' }, shown(lit.label)),
          el('span', { class: 'unseen' }, ' is shown; show everything again'),
          icon('close'),
        ),
  ];
}

const FLOW_WORDS: Readonly<Record<FlowProperty, string>> = {
  plaintext: 'plaintext',
  unauthenticated: 'unauthenticated',
  crossing: 'crossing a boundary',
  blocked: 'turned away',
};
const FLOW_ICONS: Readonly<Record<FlowProperty, IconName>> = {
  plaintext: 'lock-open',
  unauthenticated: 'user',
  crossing: 'crossing',
  blocked: 'blocked',
};

/** A filter with the number that it would leave; in little room its words are for the ear and the pointer alone. */
function chip(name: Chip, symbol: IconName, label: string, number: number, isOn: boolean): Markup {
  return el(
    'button',
    {
      key: name,
      type: 'button',
      class: `chip ${name}`,
      'data-do': 'chip',
      'data-chip': name,
      'aria-pressed': String(isOn),
      disabled: number === 0 && !isOn,
      title: `${label}: ${number}`,
    },
    icon(symbol),
    el('span', { class: 'label' }, label),
    el('span', { class: 'number' }, ` ${number}`),
  );
}

function boundarySelect(system: System, filter: Filter): Markup | null {
  if (system.boundaries.size < 2) return null;
  const options = [...system.boundaries.values()]
    .map((it) => ({
      id: it.id,
      label: `${'  '.repeat(Math.min(4, boundaryPath(system, it.id).length - 1))}${shown(it.name)}`,
      kind: kindWords(it),
      path: boundaryPath(system, it.id)
        .map((step) => step.name)
        .join('\n'),
    }))
    .sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
  return el(
    'select',
    {
      key: 'boundary',
      class: 'boundary-choice',
      id: 'boundary',
      'aria-label': 'Boundary',
      value: filter.boundary ?? '',
    },
    el('option', { value: '' }, 'All boundaries'),
    options.map(({ id, label, kind }) =>
      el('option', { key: id, value: id }, kind === '' ? label : `${label} (${kind})`),
    ),
  );
}
