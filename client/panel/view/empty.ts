/** The page for a workspace in which there is nothing to draw: what Parapet reads, and how to begin. */
import type { PanelSnapshot } from '../contract.ts';
import { el } from '../draw/markup.ts';
import type { Markup } from '../draw/markup.ts';
import { icon } from '../draw/icons.ts';
import { evidenceList } from './parts.ts';

const READS: readonly { readonly what: string; readonly such: string }[] = [
  { what: 'OpenAPI', such: 'openapi.yaml, swagger.json' },
  { what: 'Dockerfiles', such: 'Dockerfile, Containerfile' },
  { what: 'Compose', such: 'compose.yaml' },
  { what: 'Kubernetes and Gateway API', such: 'Deployments, Services, Ingresses' },
  { what: 'Istio and Linkerd', such: 'policies, gateways, routes' },
];

export function emptyPage(snapshot: PanelSnapshot): Markup {
  return el(
    'div',
    { class: 'empty' },
    el('h1', {}, 'Nothing to draw yet'),
    el(
      'p',
      {},
      'This view shows your services, who can reach them, and where an attacker would get in. It follows your files as you type.',
    ),
    snapshot.coverage !== '' && el('p', { class: 'note' }, icon('info'), el('span', {}, snapshot.coverage)),
    el('h2', {}, 'What Parapet reads'),
    el(
      'ul',
      { class: 'reads' },
      READS.map(({ what, such }) =>
        el(
          'li',
          { key: what },
          icon('file'),
          el('span', {}, el('strong', {}, what), el('span', { class: 'quiet' }, such)),
        ),
      ),
    ),
    el('h2', {}, 'How to begin'),
    el(
      'ol',
      { class: 'begin' },
      el('li', {}, 'Open the folder that holds these files, not one file alone.'),
      el('li', {}, 'Or create a compose.yaml with one service: it appears here at once.'),
      el('li', {}, 'Select a component to go to the line that declares it.'),
    ),
    el('p', { class: 'quiet' }, 'Everything is read on this computer; nothing is sent anywhere.'),
    snapshot.looseEnds.length > 0 &&
      el(
        'section',
        {},
        el('h2', {}, 'Loose ends'),
        evidenceList(snapshot.looseEnds.slice(0, 50), 'Loose ends', 'loose'),
      ),
  );
}

/** Shown from the start until the first snapshot. */
export function waitingPage(): Markup {
  return el('div', { class: 'empty waiting' }, el('p', {}, 'Reading the workspace…'));
}
