/** Attack paths: what breaks most of them, then each way from the internet to a data store, hop by hop. */
import type { PanelCut, PanelHop, PanelPath } from '../contract.ts';
import type { System } from '../model/system.ts';
import { count } from '../model/announce.ts';
import { pathKey } from '../model/light.ts';
import { icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { classes, el } from '../draw/markup.ts';
import { authenticationWords, ENCRYPTION_WORDS } from '../draw/words.ts';
import { protocolOf } from '../model/graph.ts';
import { elementName } from './names.ts';
import { evidenceList, moreButton, PAGE, placeButton, shown } from './parts.ts';
import { remedyButtons } from './remedies.ts';
import { letter } from './threats.ts';
import type { SideView } from './view.ts';

/** Changes that are worth reading about at first. */
const SHOWN_CUTS = 3;

export function pathsPage(view: SideView): readonly Markup[] {
  const { system, found } = view;
  const { paths, total, cuts } = system.snapshot.attacks;
  if (total === 0) return [el('p', { key: 'none', class: 'none' }, NOTHING)];
  const inView = paths.filter((path) => found === null || path.hops.some((it) => found.has(it.to)));
  const rows = inView.slice(0, PAGE * view.pages);
  return [
    cuts.length === 0 ? el('span', { key: 'cuts' }) : cutList(view, cuts),
    el(
      'section',
      { key: 'paths', class: 'part' },
      el(
        'h2',
        {},
        total === 1
          ? 'The only path'
          : `The ${inView.length < total ? `${inView.length} worst of ${total}` : total} paths`,
      ),
      rows.length === 0
        ? el('p', { class: 'none' }, 'Nothing matches.')
        : el(
            'ol',
            { class: 'rows paths', 'aria-label': 'Attack paths' },
            rows.map((it) => pathRow(view, it)),
          ),
    ),
    ...moreButton(inView.length - rows.length),
  ];
}

const NOTHING =
  'No way from the internet to a data store is known. That is no promise: only what the files say has been looked at.';

function cutList(view: SideView, cuts: readonly PanelCut[]): Markup {
  const [best, rest] = [cuts.slice(0, SHOWN_CUTS), cuts.slice(SHOWN_CUTS)];
  return el(
    'section',
    { key: 'cuts', class: 'part cuts' },
    el('h2', {}, 'What breaks most of them'),
    el(
      'ol',
      {},
      best.map((it, index) => cutItem(view, it, index)),
    ),
    rest.length > 0 &&
      el(
        'details',
        { class: 'fold' },
        el('summary', {}, `${rest.length} more`),
        el(
          'ol',
          {},
          rest.map((it, index) => cutItem(view, it, SHOWN_CUTS + index)),
        ),
      ),
  );
}

function cutItem({ system, titles }: SideView, cut: PanelCut, index: number): Markup {
  const threat = cut.threat === null ? undefined : system.snapshot.threats.find((it) => it.id === cut.threat);
  return el(
    'li',
    { key: `${cut.threat ?? cut.title} ${index}`, class: 'cut' },
    el(
      'div',
      { class: 'cut-share' },
      el('strong', {}, `${cut.breaks} of ${cut.of}`),
      el('span', { class: 'quiet' }, cut.of === 1 ? 'path' : 'paths'),
      el('progress', {
        value: cut.breaks,
        max: Math.max(1, cut.of),
        'aria-label': 'Share of the paths that this change breaks or makes harder',
      }),
    ),
    el(
      'div',
      { class: 'cut-text' },
      el('p', {}, threat !== undefined && letter(threat.stride), shown(cut.title)),
      el(
        'div',
        { class: 'acts' },
        remedyButtons(cut.remedy, titles, cut.title.slice(0, 120), index === 0),
        placeButton(cut.location),
      ),
    ),
  );
}

/** The path that is held up to the light, hop by hop, for beside the picture; null when it is none. */
export function litPath(view: SideView): Markup | null {
  const path = view.system.snapshot.attacks.paths.find((it) => pathKey(it) === view.lit?.key);
  if (path === undefined) return null;
  return el(
    'section',
    { key: 'lit path', class: 'part lit-path' },
    el('h2', {}, trail(view.system, path)),
    el(
      'ol',
      { class: 'way', 'aria-label': 'Hops' },
      path.hops.map((it, index) => hopItem(view, it, index)),
    ),
  );
}

function pathRow(view: SideView, path: PanelPath): Markup {
  const { system, lit } = view;
  const key = pathKey(path);
  const isLit = lit?.key === key;
  return el(
    'li',
    { key, class: classes('path-row', isLit && 'selected') },
    el(
      'div',
      { class: 'path-head' },
      el(
        'button',
        { type: 'button', class: 'path-light', 'data-do': 'light', 'data-key': key, 'aria-pressed': String(isLit) },
        icon('path'),
        el(
          'span',
          { class: 'row-text' },
          el('span', { class: 'title' }, trail(system, path)),
          el(
            'span',
            { class: 'row-meta' },
            el('span', { class: 'unseen' }, ', '),
            path.openThreats === 0
              ? 'no open threat helps on the way'
              : `${count(path.openThreats, 'open threat')} ${path.openThreats === 1 ? 'helps' : 'help'} on the way`,
          ),
        ),
      ),
    ),
    el(
      'details',
      { class: 'fold' },
      el('summary', {}, `${count(path.hops.length, 'hop')}, with evidence`),
      el(
        'ol',
        { class: 'way', 'aria-label': 'Hops' },
        path.hops.map((it, index) => hopItem(view, it, index)),
      ),
    ),
  );
}

/** "internet → gateway → orders → postgres". */
function trail(system: System, path: PanelPath): readonly (Markup | string)[] {
  return path.hops.flatMap((hop, index) => [
    ...(index === 0 ? [hop.from === null ? 'internet' : elementName(system, hop.from)] : []),
    el('span', { key: index, class: 'to' }, hop.by === 'machine' ? ' ⇢ ' : ' → '),
    elementName(system, hop.to),
  ]);
}

function hopItem({ system }: SideView, hop: PanelHop, index: number): Markup {
  const flow = hop.flow === null ? undefined : system.flows.get(hop.flow);
  const threats = hop.threats.flatMap((id) => system.snapshot.threats.find((it) => it.id === id) ?? []);
  return el(
    'li',
    { key: index },
    el(
      'p',
      { class: 'way-step' },
      el(
        'strong',
        {},
        `${hop.from === null ? 'internet' : elementName(system, hop.from)} → ${elementName(system, hop.to)}`,
      ),
      el(
        'span',
        { class: 'quiet' },
        hop.by === 'machine'
          ? ' over the machine that both run on'
          : flow === undefined
            ? ''
            : ` ${protocolOf(flow)}, ${ENCRYPTION_WORDS[flow.encrypted]}, ${authenticationWords(flow)}`,
      ),
    ),
    evidenceList(hop.evidence, 'Evidence', 'plain-list'),
    threats.length > 0 &&
      el(
        'ul',
        { class: 'way-threats' },
        threats.map((it) =>
          el(
            'li',
            { key: it.id },
            el(
              'button',
              { type: 'button', class: 'link', 'data-do': 'threat', 'data-id': it.id },
              letter(it.stride),
              shown(it.title),
            ),
          ),
        ),
      ),
  );
}
