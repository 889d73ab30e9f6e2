/** The threats: the gravest first, each with what speaks for and against it, and what can be done. */
import { type PanelRating, type PanelThreat, threatKey } from '../contract.ts';
import { isFiltering, threatMatches } from '../model/filter.ts';
import { byRisk, riskOf } from '../model/risk.ts';
import { icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { classes, el } from '../draw/markup.ts';
import { STATE_WORDS, STRIDE_WORDS } from '../draw/words.ts';
import { STRIDE, THREAT_STATES } from '../state.ts';
import { elementName } from './names.ts';
import { evidenceList, moreButton, PAGE, ruleButton, shown } from './parts.ts';
import { acceptButton, remedyButtons } from './remedies.ts';
import type { SideView } from './view.ts';

export function threatsPage(view: SideView): readonly Markup[] {
  const { system, filter, found, threatState, stride } = view;
  const inView = system.snapshot.threats.filter((it) => threatMatches(system, filter, it, found));
  const ofState = inView.filter((it) => threatState === 'all' || it.state === threatState);
  const chosen = ofState.filter((it) => stride === null || it.stride === stride).toSorted(byRisk);
  const rows = chosen.slice(0, PAGE * view.pages);
  return [
    el(
      'div',
      { key: 'choices', class: 'choices' },
      el(
        'div',
        { class: 'segments', role: 'group', 'aria-label': 'State' },
        THREAT_STATES.map((it) =>
          choice(
            { 'data-do': 'threat-state', 'data-choice': it },
            threatState === it,
            it === 'all' ? 'All' : STATE_WORDS[it],
            it === 'all' ? inView.length : inView.filter((threat) => threat.state === it).length,
          ),
        ),
      ),
      el(
        'div',
        { class: 'segments letters', role: 'group', 'aria-label': 'STRIDE' },
        STRIDE.map((it) => {
          const number = ofState.filter((threat) => threat.stride === it).length;
          return el(
            'button',
            {
              key: it,
              type: 'button',
              'data-do': 'stride',
              'data-choice': it,
              'aria-pressed': String(stride === it),
              'aria-label': `${it}: ${STRIDE_WORDS[it]}, ${number}`,
              title: `${STRIDE_WORDS[it]}: ${number}`,
              class: classes(number === 0 && 'void'),
            },
            it,
          );
        }),
      ),
    ),
    rows.length === 0
      ? el('p', { key: 'none', class: 'none' }, nothingWords(view))
      : el(
          'ul',
          { key: 'threats', class: 'rows', 'aria-label': 'Threats' },
          rows.map((it, index) => threatRow(view, it, index)),
        ),
    ...moreButton(chosen.length - rows.length),
  ];
}

/** How many threats are open and in view. */
export function openInView({ system, filter, found }: SideView): number {
  return system.snapshot.threats.filter((it) => it.state === 'open' && threatMatches(system, filter, it, found)).length;
}

function nothingWords({ system, filter, threatState, stride }: SideView): string {
  if (system.snapshot.threats.length === 0)
    return 'No threats are known. That is no promise: only what the files say has been looked at.';
  if (isFiltering(filter) || stride !== null) return 'Nothing matches.';
  return threatState === 'open'
    ? 'No threat is open. That is no promise: only what the files say has been looked at.'
    : `No threat is ${threatState}.`;
}

function choice(data: Readonly<Record<string, string>>, isOn: boolean, label: string, number: number): Markup {
  return el(
    'button',
    { key: label, type: 'button', ...data, 'aria-pressed': String(isOn) },
    el('span', { class: 'label' }, label),
    el('span', { class: 'number' }, ` ${number}`),
  );
}

export function threatRow(
  { system, selected, titles }: Pick<SideView, 'system' | 'selected' | 'titles'>,
  threat: PanelThreat,
  index: number,
): Markup {
  const { accepted } = threat;
  return el(
    'li',
    {
      key: `${threat.id} ${index}`,
      class: classes('row threat', threat.state, selected !== null && selected === threat.element && 'selected'),
    },
    el(
      'button',
      { type: 'button', class: 'row-main', 'data-do': 'threat', 'data-id': threat.id },
      letter(threat.stride),
      el(
        'span',
        { class: 'row-text' },
        el('span', { class: 'row-name' }, el('span', { class: 'title' }, shown(threat.title))),
        el(
          'span',
          { class: 'row-meta' },
          el('span', { class: 'unseen' }, ', '),
          threat.state === 'open'
            ? [riskBars(riskOf(threat)), `${riskOf(threat)} risk · `]
            : [icon(threat.state === 'mitigated' ? 'check' : 'accepted', threat.state), `${threat.state} · `],
          elementName(system, threat.element),
        ),
      ),
    ),
    el(
      'div',
      { class: 'below' },
      accepted !== null && el('p', { class: 'acceptance' }, acceptanceWords(accepted)),
      reasons(threat),
      el(
        'div',
        { class: 'acts' },
        remedyButtons(threat.remedy, titles, threat.title.slice(0, 120)),
        threat.remedy === null &&
          threat.state === 'open' &&
          acceptButton(threatKey(threat.id), threat.title.slice(0, 120)),
        threat.rule !== null && ruleButton(threat.rule),
      ),
    ),
  );
}

function acceptanceWords({ reason, owner, until }: NonNullable<PanelThreat['accepted']>): string {
  const who = owner === null ? 'Accepted' : `Accepted by ${shown(owner)}`;
  return `${who}${until === null ? '' : ` until ${until}`}: ${shown(reason)}`;
}

/** Evidence for and against, folded away under its count. */
function reasons(threat: PanelThreat): Markup | null {
  const { evidence, against } = threat;
  if (evidence.length + against.length === 0) return null;
  const number = `${evidence.length} ${evidence.length === 1 ? 'piece' : 'pieces'} of evidence`;
  return el(
    'details',
    { class: 'fold' },
    el('summary', {}, against.length === 0 ? number : `${number}, ${against.length} against`),
    el(
      'p',
      { class: 'quiet weights' },
      `${STRIDE_WORDS[threat.stride]} · likelihood ${threat.likelihood} · impact ${threat.impact}`,
    ),
    evidence.length > 0 && evidenceList(evidence, 'Evidence'),
    against.length > 0 &&
      el('p', { class: 'quiet' }, threat.state === 'mitigated' ? 'Still speaks for it' : 'Against it'),
    against.length > 0 && evidenceList(against, 'Evidence against'),
  );
}

/** The letter of STRIDE in a frame; the word is for those who do not see or do not know. */
export function letter(stride: PanelThreat['stride']): Markup {
  return el(
    'span',
    { class: 'letter', title: STRIDE_WORDS[stride] },
    el('span', { 'aria-hidden': 'true' }, stride),
    el('span', { class: 'unseen' }, `${STRIDE_WORDS[stride]}: `),
  );
}

/** Three bars, filled as far as the risk goes: the words beside them say the same. */
function riskBars(risk: PanelRating): Markup {
  const filled = { low: 1, medium: 2, high: 3 }[risk];
  return el(
    'svg',
    { class: `risk ${risk}`, viewBox: '0 0 13 10', width: 13, height: 10, 'aria-hidden': 'true' },
    [1, 2, 3].map((it) =>
      el('rect', {
        class: it <= filled ? 'full' : 'hollow',
        x: (it - 1) * 4.5 + 0.5,
        y: 9.5 - it * 3,
        width: 3,
        height: it * 3,
      }),
    ),
  );
}
