/** The matrix: what of prevention, detection, response and recovery the files show of each component. */
import type { PanelControl, PanelPosture } from '../contract.ts';
import { count } from '../model/announce.ts';
import type { Cell, Phase } from '../model/posture.ts';
import { cellOf, controlWords, isGap, PHASES, postures } from '../model/posture.ts';
import type { IconName } from '../draw/icons.ts';
import { icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { classes, el } from '../draw/markup.ts';
import { elementName } from './names.ts';
import { componentButton, moreButton, PAGE, placeValue, shown } from './parts.ts';
import type { SideView } from './view.ts';

export const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  prevention: 'Prevent',
  detection: 'Detect',
  response: 'Respond',
  recovery: 'Recover',
};

export const CONTROL_ICONS: Readonly<Record<PanelControl['state'], IconName>> = {
  yes: 'has',
  no: 'gap',
  unknown: 'unknown',
};

export const CONTROL_WORDS: Readonly<Record<PanelControl['state'], string>> = {
  yes: 'shown',
  no: 'missing',
  unknown: 'not known',
};

export function matrixPage(view: SideView): readonly Markup[] {
  const all = postures(view.system, view.found);
  if (all.length === 0)
    return [
      el(
        'p',
        { key: 'none', class: 'none' },
        view.system.snapshot.posture.length > 0
          ? 'Nothing matches.'
          : 'No component of the system has files that tell.',
      ),
    ];
  const rows = all.slice(0, PAGE * view.pages);
  return [
    el('p', { key: 'key', class: 'matrix-key quiet' }, key('yes'), key('no'), key('unknown')),
    el(
      'table',
      { key: 'matrix', class: 'matrix' },
      el('caption', { class: 'unseen' }, 'Controls that the files show, by component and phase of an incident'),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, 'Component'),
          PHASES.map((phase) => phaseHead(phase, all)),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map((it) => row(view, it)),
      ),
    ),
    ...moreButton(all.length - rows.length),
  ];
}

function key(state: PanelControl['state']): Markup {
  return el('span', { class: `control ${state}` }, icon(CONTROL_ICONS[state]), CONTROL_WORDS[state]);
}

function phaseHead(phase: Phase, all: readonly PanelPosture[]): Markup {
  const gaps = all.filter((it) => isGap(cellOf(it, phase))).length;
  return el(
    'th',
    { key: phase, scope: 'col' },
    PHASE_WORDS[phase],
    el('span', { class: 'gaps quiet' }, gaps === 0 ? 'no gaps' : count(gaps, 'gap')),
  );
}

function row({ system }: SideView, posture: PanelPosture): Markup {
  return el(
    'tr',
    { key: posture.component },
    el('th', { scope: 'row' }, componentButton(posture.component, elementName(system, posture.component))),
    PHASES.map((phase) => cell(phase, cellOf(posture, phase))),
  );
}

function cell(phase: Phase, content: Cell): Markup {
  const gap = isGap(content);
  return el(
    'td',
    { key: phase, class: classes(gap && 'is-gap') },
    gap && el('span', { class: 'gap-word' }, 'Gap'),
    controlList(content.controls),
  );
}

/** Every control with its state as a mark and a word; one with evidence leads to it. */
export function controlList(controls: readonly PanelControl[]): Markup {
  return el(
    'ul',
    { class: 'controls-list' },
    controls.map((it) => el('li', { key: it.control }, control(it))),
  );
}

function control({ control: name, state, evidence }: PanelControl): Markup {
  const place = evidence.find((it) => it.location !== null)?.location ?? null;
  const words = controlWords(name);
  const told = [`${words}: ${CONTROL_WORDS[state]}`, ...evidence.slice(0, 5).map((it) => shown(it.text))].join('\n');
  const content = [
    icon(CONTROL_ICONS[state]),
    el('span', { class: 'control-name' }, words),
    el('span', { class: 'unseen' }, `, ${CONTROL_WORDS[state]}`),
  ];
  return place === null
    ? el('span', { class: `control ${state}`, title: told }, content)
    : el(
        'button',
        {
          type: 'button',
          class: `control ${state}`,
          title: told,
          'data-do': 'place',
          'data-place': placeValue(place),
        },
        content,
      );
}
