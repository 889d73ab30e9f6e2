/** The list twin of the picture: everything that is drawn, in words and in order, for the eye and the screen reader. */
import type { PanelComponent, PanelFlow, PanelThreat } from '../contract.ts';
import type { System } from '../model/system.ts';
import { openThreats, worse } from '../model/system.ts';
import type { Filter } from '../model/filter.ts';
import { flowMatches, isFiltering, threatMatches } from '../model/filter.ts';
import { protocolOf } from '../model/graph.ts';
import { icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { classes, el } from '../draw/markup.ts';
import {
  authenticationWords,
  ENCRYPTION_ICONS,
  ENCRYPTION_WORDS,
  EXPOSURE_SHORT,
  STATE_WORDS,
  STRIDE_WORDS,
  TYPE_WORDS,
} from '../draw/words.ts';
import type { Tab } from '../state.ts';
import { evidenceList, foldedEvidence, shown, tally } from './parts.ts';

/** Rows drawn at first; a system of thousands is searched, not scrolled. */
const PAGE = 200;

export interface ListView {
  readonly system: System;
  readonly filter: Filter;
  readonly found: ReadonlySet<string> | null;
  readonly selected: string | null;
  readonly current: ReadonlySet<string>;
  /** How many pages of rows are drawn. */
  readonly pages: number;
}

/** The rows behind a tab and how many there are. */
export function listOfTab(view: ListView, tab: Tab): readonly Markup[] {
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
    ...(rows.length < all.length
      ? [
          el(
            'button',
            { type: 'button', class: 'more', 'data-do': 'more' },
            `Show ${Math.min(PAGE, all.length - rows.length)} more`,
          ),
        ]
      : []),
  ];
}

export function sizeOfTab(view: ListView, tab: Tab): number {
  return rowsOf(view, tab).length;
}

export const LABELS: Readonly<Record<Tab, string>> = {
  components: 'Components',
  threats: 'Threats',
  flows: 'Flows',
  'loose-ends': 'Loose ends',
};

const NOTHING: Readonly<Record<Tab, string>> = {
  components: 'No components.',
  threats: 'No threats are known. That is no promise: only what the files say has been looked at.',
  flows: 'No flows between components were found.',
  'loose-ends': 'No loose ends: every reference leads to something that is known.',
};

type Row = () => Markup;

function rowsOf(view: ListView, tab: Tab): readonly Row[] {
  const { system, filter, found } = view;
  switch (tab) {
    case 'components':
      return [...system.components.values()]
        .filter((it) => found === null || found.has(it.id))
        .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id))
        .map((it) => () => componentRow(view, it));
    case 'threats':
      return system.snapshot.threats
        .filter((it) => threatMatches(system, filter, it, found))
        .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state))
        .map((it, index) => () => threatRow(view, it, index));
    case 'flows':
      return [...system.flows.values()]
        .filter((it) => flowMatches(filter, it, found))
        .map((it) => () => flowRow(view, it));
    case 'loose-ends':
      return system.snapshot.looseEnds.map(() => () => el('li'));
  }
}

const STATES: readonly PanelThreat['state'][] = ['open', 'accepted', 'mitigated'];

const collator = new Intl.Collator('en', { numeric: true });

function compare(a: string, b: string): number {
  return collator.compare(a, b);
}

function componentRow({ system, selected, current }: ListView, component: PanelComponent): Markup {
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
          [component.technology === null ? '' : shown(component.technology), TYPE_WORDS[component.type]]
            .filter((it) => it !== '')
            .join(' · '),
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

export function threatRow(
  { system, selected }: Pick<ListView, 'system' | 'selected'>,
  threat: PanelThreat,
  index: number,
): Markup {
  const evidence = threat.evidence.length;
  return el(
    'li',
    {
      key: `${threat.id} ${index}`,
      class: classes('row threat', threat.state, selected !== null && selected === threat.element && 'selected'),
    },
    el(
      'button',
      { type: 'button', class: 'row-main', 'data-do': 'threat', 'data-id': threat.id },
      icon(threat.state === 'open' ? 'shield' : threat.state === 'mitigated' ? 'check' : 'accepted', threat.state),
      el(
        'span',
        { class: 'row-text' },
        el('span', { class: 'row-name' }, el('span', { class: 'title' }, shown(threat.title))),
        el(
          'span',
          { class: 'row-meta' },
          el('span', { class: 'unseen' }, ', '),
          `${STATE_WORDS[threat.state]} · ${STRIDE_WORDS[threat.stride]} · ${elementName(system, threat.element)}`,
        ),
      ),
    ),
    foldedEvidence(threat.evidence, `${evidence} ${evidence === 1 ? 'piece' : 'pieces'} of evidence`),
    threat.rule !== null &&
      el(
        'button',
        { type: 'button', class: 'rule', 'data-do': 'explain', 'data-rule': threat.rule, title: 'Explain this rule' },
        el('span', { class: 'unseen' }, 'Explain rule '),
        threat.rule,
      ),
  );
}

export function flowRow({ system, selected }: Pick<ListView, 'system' | 'selected'>, flow: PanelFlow): Markup {
  return el(
    'li',
    { key: flow.id, class: classes('row flow', `encrypted-${flow.encrypted}`, selected === flow.id && 'selected') },
    el(
      'button',
      {
        type: 'button',
        class: 'row-main',
        'data-do': 'flow',
        'data-id': flow.id,
        'aria-current': selected === flow.id ? 'true' : null,
      },
      icon(ENCRYPTION_ICONS[flow.encrypted], `encrypted-${flow.encrypted}`),
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
          `${protocolOf(flow)} · ${ENCRYPTION_WORDS[flow.encrypted]} · ${authenticationWords(flow)}`,
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

function looseEnds({ system }: ListView, rows: readonly Row[]): Markup {
  return evidenceList(system.snapshot.looseEnds.slice(0, rows.length), LABELS['loose-ends'], 'loose');
}

/** The name of a component, or of a flow by its ends; an id that leads nowhere is its own name. */
export function elementName(system: System, id: string): string {
  const component = system.components.get(id);
  if (component !== undefined) return shown(component.name);
  const flow = system.flows.get(id);
  return flow === undefined ? shown(id) : `${elementName(system, flow.from)} → ${elementName(system, flow.to)}`;
}
