/** One component or one flow, whole: why it is exposed, what threatens it, whom it talks to, where it is written down. */
import type { PanelComponent, PanelFlow } from '../contract.ts';
import { PHASES } from '../model/posture.ts';
import { boundaryPath, firstPlace, placeOf } from '../model/system.ts';
import { unsaid } from '../model/said.ts';
import { protocolOf } from '../model/graph.ts';
import { icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import {
  authenticationWords,
  BLOCKED_WORDS,
  ENCRYPTION_ICONS,
  ENCRYPTION_WORDS,
  EXPOSURE_WORDS,
  kindWords,
  TYPE_WORDS,
} from '../draw/words.ts';
import { blastPart } from './blast.ts';
import { findingItem } from './findings.ts';
import { flowRow } from './lists.ts';
import { controlList, PHASE_WORDS } from './matrix.ts';
import { elementName } from './names.ts';
import { componentButton, evidenceList, placeButton, shown, tag } from './parts.ts';
import { threatRow } from './threats.ts';
import type { SideView } from './view.ts';

/** The details of a component or a flow, or null when the id is neither (any more). */
export function detailsOf(view: SideView, id: string): Markup | null {
  const component = view.system.components.get(id);
  if (component !== undefined) return componentDetails(view, component);
  const flow = view.system.flows.get(id);
  return flow === undefined ? null : flowDetails(view, flow);
}

function componentDetails({ system, titles, lit }: SideView, component: PanelComponent): Markup {
  const place = placeOf(component);
  const path = boundaryPath(system, component.boundary);
  const threats = system.threatsOf.get(component.id) ?? [];
  const flows = system.flowsOf.get(component.id) ?? [];
  const selected = null;
  const posture = system.snapshot.posture.find((it) => it.component === component.id)?.controls ?? [];
  return el(
    'article',
    { key: component.id, class: 'details', 'aria-labelledby': 'details-title' },
    head(
      el(
        'h2',
        { id: 'details-title', tabindex: -1 },
        icon(component.type, `kind ${component.type}`),
        el('span', {}, shown(component.name)),
      ),
      placeButton(place),
    ),
    el(
      'p',
      { class: 'tags' },
      tag(
        null,
        'plain',
        [...unsaid(shown(component.name), [shown(component.technology ?? '')]), TYPE_WORDS[component.type]].join(', '),
      ),
      tag(component.exposure === 'internet' ? 'globe' : null, component.exposure, EXPOSURE_WORDS[component.exposure]),
    ),
    component.aliases.length > 0 &&
      el('p', { class: 'quiet' }, `Also known as ${component.aliases.map(shown).join(', ')}`),
    path.length > 0 &&
      el(
        'p',
        { class: 'path quiet' },
        path.map((it, index) =>
          el('span', { key: it.id }, index > 0 && icon('right'), `${kindWords(it)} ${shown(it.name)}`.trim()),
        ),
      ),
    part('exposed', 'Exposed by', component.exposedBy.length, () =>
      evidenceList(component.exposedBy, 'Exposed by, from the outside in'),
    ),
    part('threats', 'Threats', threats.length, () =>
      el(
        'ul',
        { class: 'rows' },
        threats.map((it, index) => threatRow({ system, selected, titles }, it, index)),
      ),
    ),
    part('findings', 'Findings', component.findings.length, () =>
      el(
        'ul',
        { class: 'findings' },
        component.findings.map((it, index) => findingItem(it, index, titles)),
      ),
    ),
    part('flows', 'Flows', flows.length, () =>
      el(
        'ul',
        { class: 'rows' },
        flows.map((it) => flowRow({ system, selected }, it)),
      ),
    ),
    blastPart(system, component, lit?.key ?? null),
    part('posture', 'Defence', posture.length, () =>
      el(
        'dl',
        { class: 'defence' },
        PHASES.flatMap((phase) => [
          el('dt', { key: phase }, PHASE_WORDS[phase]),
          el('dd', { key: `${phase} list` }, controlList(posture.filter((it) => it.phase === phase))),
        ]),
      ),
    ),
    part('parts', 'Declared in', component.parts.length, () =>
      evidenceList(component.parts, 'Declared in', 'plain-list'),
    ),
  );
}

function flowDetails({ system, titles }: SideView, flow: PanelFlow): Markup {
  const place = firstPlace(flow.evidence);
  const threats = system.threatsOf.get(flow.id) ?? [];
  const end = (id: string): Markup =>
    system.components.has(id) ? componentButton(id, elementName(system, id)) : el('span', {}, elementName(system, id));
  return el(
    'article',
    { key: flow.id, class: 'details', 'aria-labelledby': 'details-title' },
    head(
      el(
        'h2',
        { id: 'details-title', tabindex: -1 },
        el('span', {}, elementName(system, flow.from)),
        el('span', { class: 'unseen' }, ' to '),
        icon('arrow', 'to'),
        el('span', {}, elementName(system, flow.to)),
      ),
      placeButton(place),
    ),
    el(
      'p',
      { class: 'tags' },
      tag(null, 'plain', protocolOf(flow)),
      tag(ENCRYPTION_ICONS[flow.encrypted], `encrypted-${flow.encrypted}`, ENCRYPTION_WORDS[flow.encrypted]),
      tag(null, `authenticated-${flow.authenticated}`, authenticationWords(flow)),
    ),
    flow.blocked === true &&
      el(
        'p',
        { key: 'blocked', class: 'blocked' },
        icon('blocked'),
        sentence(`${BLOCKED_WORDS}: it leads no attacker on.`),
      ),
    el('p', { class: 'quiet' }, 'From ', end(flow.from), ' to ', end(flow.to)),
    part('crosses', 'Crosses', flow.crosses.length, () =>
      el(
        'ul',
        { class: 'plain-list' },
        flow.crosses.map((id) => el('li', { key: id }, shown(system.boundaries.get(id)?.name ?? id))),
      ),
    ),
    part('threats', 'Threats', threats.length, () =>
      el(
        'ul',
        { class: 'rows' },
        threats.map((it, index) => threatRow({ system, selected: null, titles }, it, index)),
      ),
    ),
    part('evidence', 'Because', flow.evidence.length, () => evidenceList(flow.evidence, 'Evidence', 'plain-list')),
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function head(title: Markup, place: Markup | null): Markup {
  return el(
    'header',
    {},
    el(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'data-do': 'back',
        'aria-label': 'Back to the lists',
        title: 'Back (Escape)',
      },
      icon('left'),
    ),
    title,
    place,
  );
}

function part(key: string, title: string, size: number, content: () => Markup): Markup | null {
  return size === 0 ? null : el('section', { key }, el('h3', {}, title), content());
}
