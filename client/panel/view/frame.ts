/** The panel's fixed frame: made once, so that the focus, the scroll positions and the picture survive every snapshot. */
import { draw } from '../draw/dom.ts';
import { icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import { legend } from './legend.ts';

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

function find<T extends Element>(root: Element, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (found === null) throw new Error(`The frame lacks ${selector}.`);
  return found;
}
