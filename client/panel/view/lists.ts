/** The list twin of the picture: everything that is drawn, in words and in order, for the eye and the screen reader. */
import type { PanelComponent, PanelFlow } from '../contract.ts';
import { openThreats, worse } from '../model/system.ts';
import { flowMatches, isFiltering } from '../model/filter.ts';
import { unsaid } from '../model/said.ts';
import { protocolOf } from '../model/graph.ts';
import { icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { classes, el } from '../draw/markup.ts';
import {
  authenticationWords,
  BLOCKED_WORDS,
  ENCRYPTION_ICONS,
  ENCRYPTION_WORDS,
  EXPOSURE_SHORT,
  TYPE_WORDS,
} from '../draw/words.ts';
import type { Tab } from '../state.ts';
import { evidenceList, moreButton, PAGE, shown, tally } from './parts.ts';
import { elementName, placeName } from './names.ts';
import type { SideView } from './view.ts';

/** The rows behind a tab and how many there are. */
export function listOfTab(view: SideView, tab: Tab): readonly Markup[] {
  const all = rowsOf(view, tab);
  const rows = all.slice(0, PAGE * view.pages);
  if (all.length === 0)
    return [el('p', { class: 'none' }, isFiltering(view.filter) ? 'Nothing matches.' : NOTHING[tab])];
  return [
    tab === 'loose-ends'
      ? looseEnds(view, rows)
      : el(
          'ul',
          { key: tab, class: 'rows', 'aria-label': LABELS[tab] },
          rows.map((make) => make()),
        ),
    ...moreButton(all.length - rows.length),
  ];
}

export function sizeOfTab(view: SideView, tab: Tab): number {
  return rowsOf(view, tab).length;
}

export const LABELS: Readonly<Record<Tab, string>> = {
  components: 'Components',
  flows: 'Flows',
  'loose-ends': 'Loose ends',
};

const NOTHING: Readonly<Record<Tab, string>> = {
  components: 'No components.',
  flows: 'No flows between components were found.',
  'loose-ends': 'No loose ends: every reference leads to something that is known.',
};

type Row = () => Markup;

function rowsOf(view: SideView, tab: Tab): readonly Row[] {
  const { system, filter, found } = view;
  switch (tab) {
    case 'components':
      return [...system.components.values()]
        .filter((it) => found === null || found.has(it.id))
        .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id))
        .map((it) => () => componentRow(view, it));
    case 'flows':
      return [...system.flows.values()]
        .filter((it) => flowMatches(filter, it, found))
        .map((it) => () => flowRow(view, it));
    case 'loose-ends':
      return system.snapshot.looseEnds.map(() => () => el('li'));
  }
}

const collator = new Intl.Collator('en', { numeric: true });

function compare(a: string, b: string): number {
  return collator.compare(a, b);
}

function componentRow({ system, selected, current }: SideView, component: PanelComponent): Markup {
  const worst = component.findings.reduce<ReturnType<typeof worse> | null>((level, it) => worse(level, it.level), null);
  const isCurrent = current.has(component.id);
  return el(
    'li',
    { key: component.id, class: classes('row', selected === component.id && 'selected') },
    el(
      'button',
      {
        type: 'button',
        class: 'row-main',
        'data-do': 'open',
        'data-id': component.id,
        'aria-current': selected === component.id ? 'true' : null,
      },
      icon(component.type, `kind ${component.type}`),
      el(
        'span',
        { class: 'row-text' },
        el(
          'span',
          { class: 'row-name' },
          el('span', { class: 'name' }, shown(component.name)),
          isCurrent && icon('editor', 'editing'),
          isCurrent && el('span', { class: 'unseen' }, ', in the active editor'),
        ),
        el(
          'span',
          { class: 'row-meta' },
          el('span', { class: 'unseen' }, ', '),
          [
            ...unsaid(shown(component.name), [placeName(system, component.id), shown(component.technology ?? '')]),
            TYPE_WORDS[component.type],
          ].join(' · '),
          component.exposure === 'unknown' ? '' : ' · ',
          component.exposure === 'unknown' || component.exposure === 'isolated'
            ? ''
            : el('span', { class: 'unseen' }, 'open to '),
          component.exposure === 'internet' && icon('globe', 'internet'),
          EXPOSURE_SHORT[component.exposure],
        ),
      ),
      tally('shield', 'threats', openThreats(system, component.id), 'open threat'),
      worst !== null && tally(worst, worst, component.findings.length, 'finding'),
    ),
    el(
      'button',
      {
        type: 'button',
        class: 'row-more',
        'data-do': 'detail',
        'data-id': component.id,
        'aria-label': `Details of ${shown(component.name)}`,
      },
      icon('right'),
    ),
  );
}

export function flowRow({ system, selected }: Pick<SideView, 'system' | 'selected'>, flow: PanelFlow): Markup {
  return el(
    'li',
    {
      key: flow.id,
      class: classes(
        'row flow',
        flow.blocked ? 'blocked' : `encrypted-${flow.encrypted}`,
        selected === flow.id && 'selected',
      ),
    },
    el(
      'button',
      {
        type: 'button',
        class: 'row-main',
        'data-do': 'flow',
        'data-id': flow.id,
        'aria-current': selected === flow.id ? 'true' : null,
      },
      flow.blocked ? icon('blocked', 'blocked') : icon(ENCRYPTION_ICONS[flow.encrypted], `encrypted-${flow.encrypted}`),
      el(
        'span',
        { class: 'row-text' },
        el(
          'span',
          { class: 'row-name' },
          el('span', { class: 'name' }, elementName(system, flow.from)),
          el('span', { class: 'unseen' }, ' to '),
          icon('arrow', 'to'),
          el('span', { class: 'name' }, elementName(system, flow.to)),
        ),
        el(
          'span',
          { class: 'row-meta' },
          el('span', { class: 'unseen' }, ', '),
          [
            protocolOf(flow),
            ...(flow.blocked ? [BLOCKED_WORDS] : []),
            ENCRYPTION_WORDS[flow.encrypted],
            authenticationWords(flow),
          ].join(' · '),
        ),
      ),
      tally('shield', 'threats', openThreats(system, flow.id), 'open threat'),
    ),
    el(
      'button',
      {
        type: 'button',
        class: 'row-more',
        'data-do': 'detail',
        'data-id': flow.id,
        'aria-label': `Details of the flow from ${elementName(system, flow.from)} to ${elementName(system, flow.to)}`,
      },
      icon('right'),
    ),
  );
}

function looseEnds({ system }: SideView, rows: readonly Row[]): Markup {
  return evidenceList(system.snapshot.looseEnds.slice(0, rows.length), LABELS['loose-ends'], 'loose');
}
