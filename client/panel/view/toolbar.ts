/** The search box and the chips: a summary of the system and its filters in one. */
import type { System } from '../model/system.ts';
import { boundaryPath } from '../model/system.ts';
import type { Filter } from '../model/filter.ts';
import { isFiltering, isPlaintext } from '../model/filter.ts';
import { icon, type IconName } from '../draw/icons.ts';
import type { Child, Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import { BOUNDARY_WORDS } from '../draw/words.ts';
import { shown } from './parts.ts';

export function toolbar(system: System, filter: Filter, found: ReadonlySet<string> | null): readonly Markup[] {
  const threats = system.snapshot.threats.filter((it) => it.state === 'open').length;
  const plaintext = [...system.flows.values()].filter(isPlaintext).length;
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
      chip('openThreats', 'shield', [el('span', { class: 'roomy' }, 'Open '), 'threats'], threats, filter.openThreats),
      chip('plaintext', 'lock-open', ['plaintext'], plaintext, filter.plaintext),
      chip('internet', 'globe', ['internet'], internet, filter.internet),
    ),
  ];
}

function chip(name: string, symbol: IconName, label: readonly Child[], number: number, isOn: boolean): Markup {
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
      kind: BOUNDARY_WORDS[it.kind],
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
      el('option', { key: id, value: id }, label.trim().toLowerCase() === kind ? label : `${label} (${kind})`),
    ),
  );
}
