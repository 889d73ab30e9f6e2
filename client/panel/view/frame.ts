/** The panel's fixed frame: made once, so that the focus, the scroll positions and the picture survive every snapshot. */
import { draw } from '../draw/dom.ts';
import { glyph, icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';

export interface Frame {
  readonly root: HTMLElement;
  readonly toolbar: HTMLElement;
  readonly work: HTMLElement;
  readonly area: HTMLElement;
  readonly svg: SVGSVGElement;
  readonly splitter: HTMLElement;
  readonly side: HTMLElement;
  readonly empty: HTMLElement;
  readonly live: HTMLElement;
}

export function makeFrame(): Frame {
  const root = document.createElement('div');
  root.className = 'panel';
  draw(root, [
    el('header', { class: 'toolbar', 'aria-label': 'Search and filters' }),
    el(
      'main',
      { class: 'work' },
      el('h1', { class: 'unseen' }, 'Threat model'),
      el(
        'section',
        { class: 'area', 'aria-label': 'Diagram' },
        el('svg', {
          class: 'diagram',
          role: 'group',
          'aria-roledescription': 'data-flow diagram',
          'aria-label':
            'System. Arrow keys move between components, Enter opens the source, plus and minus zoom, 0 fits.',
        }),
        legend(),
        el(
          'div',
          { class: 'controls', role: 'toolbar', 'aria-label': 'Zoom' },
          control('zoom-out', 'minus', 'Zoom out (-)'),
          control('fit', 'fit', 'Show all (0)'),
          control('zoom-in', 'plus', 'Zoom in (+)'),
        ),
      ),
      el('div', {
        class: 'splitter',
        role: 'separator',
        tabindex: 0,
        'aria-label': 'Size of the diagram',
        'aria-valuemin': 15,
        'aria-valuemax': 85,
        'aria-valuenow': 50,
      }),
      el('section', { class: 'side', 'aria-label': 'Lists' }),
    ),
    el('main', { class: 'page', hidden: true }),
    el('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' }),
  ]);
  document.body.append(root);
  return {
    root,
    toolbar: find(root, '.toolbar'),
    work: find(root, '.work'),
    area: find(root, '.area'),
    svg: find(root, '.diagram'),
    splitter: find(root, '.splitter'),
    side: find(root, '.side'),
    empty: find(root, '.page'),
    live: find(root, '[role=status]'),
  };
}

function control(does: string, name: 'minus' | 'fit' | 'plus', label: string): Markup {
  return el(
    'button',
    { type: 'button', class: 'icon-button', 'data-do': does, 'aria-label': label, title: label },
    icon(name),
  );
}

function legend(): Markup {
  const line = (encrypted: string): Markup =>
    el(
      'svg',
      { class: 'sample', viewBox: '0 0 40 16', width: 40, height: 16, 'aria-hidden': 'true' },
      el(
        'g',
        { class: `edge encrypted-${encrypted}` },
        el('path', { class: 'line', d: 'M1 8H34' }),
        el('path', { class: 'head', d: 'M40 8L33 4.5L33 11.5Z' }),
      ),
      encrypted === 'no' &&
        el(
          'g',
          { class: 'mark encrypted-no', transform: 'translate(16 8)' },
          el('rect', { class: 'pill', x: -8, y: -8, width: 16, height: 16, rx: 8 }),
          glyph('lock-open', -5.5, -5.5, 11),
        ),
    );
  const body = (shape: Markup): Markup =>
    el(
      'svg',
      { class: 'sample', viewBox: '0 0 40 16', width: 40, height: 16, 'aria-hidden': 'true' },
      el('g', { class: 'node' }, shape),
    );
  const row = (sample: Markup, words: string): Markup => el('li', {}, sample, words);
  return el(
    'details',
    { class: 'legend' },
    el('summary', { title: 'Legend' }, icon('legend'), el('span', { class: 'unseen' }, 'Legend')),
    el(
      'ul',
      {},
      row(body(el('rect', { class: 'shape', x: 4, y: 1, width: 32, height: 14, rx: 6 })), 'process'),
      row(
        body(
          el('path', {
            class: 'shape',
            d: 'M5 3.5A15 2.5 0 0 1 35 3.5V12.5A15 2.5 0 0 1 5 12.5ZM5 3.5A15 2.5 0 0 0 35 3.5',
          }),
        ),
        'data store',
      ),
      row(body(el('rect', { class: 'shape', x: 4, y: 1, width: 32, height: 14 })), 'external entity'),
      row(
        el(
          'svg',
          { class: 'sample', viewBox: '0 0 40 16', width: 40, height: 16, 'aria-hidden': 'true' },
          el('g', { class: 'boundary' }, el('rect', { class: 'zone', x: 2, y: 1, width: 36, height: 14, rx: 4 })),
        ),
        'trust boundary',
      ),
      row(line('yes'), 'encrypted'),
      row(line('no'), 'plaintext'),
      row(line('unknown'), 'encryption unknown'),
      row(el('span', { class: 'sample' }, icon('globe', 'internet')), 'open to the internet'),
      row(el('span', { class: 'sample' }, icon('shield', 'threats')), 'open threats'),
    ),
  );
}

function find<T extends Element>(root: Element, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (found === null) throw new Error(`The frame lacks ${selector}.`);
  return found;
}
