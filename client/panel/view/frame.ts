/** The panel's fixed frame: made once, so that the focus, the scroll positions and the picture survive every snapshot. */
import { draw } from '../draw/dom.ts';
import type { IconName } from '../draw/icons.ts';
import { icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import type { View } from '../state.ts';
import { legend } from './legend.ts';
import { share, shareMenu } from './share.ts';

export interface Frame {
  readonly root: HTMLElement;
  readonly views: HTMLElement;
  readonly toolbar: HTMLElement;
  readonly main: HTMLElement;
  readonly work: HTMLElement;
  readonly area: HTMLElement;
  readonly svg: SVGSVGElement;
  readonly share: HTMLElement;
  readonly splitter: HTMLElement;
  readonly side: HTMLElement;
  readonly empty: HTMLElement;
  readonly live: HTMLElement;
}

export function makeFrame(): Frame {
  const root = document.createElement('div');
  root.className = 'panel';
  draw(root, [
    el(
      'nav',
      { class: 'bar', 'aria-label': 'Views' },
      el('div', { class: 'views', role: 'tablist', 'aria-label': 'Views', hidden: true }),
    ),
    el('header', { class: 'toolbar', 'aria-label': 'Search and filters' }),
    el(
      'main',
      { class: 'main' },
      el('h1', { class: 'unseen' }, 'Threat model'),
      el(
        'div',
        { class: 'work', id: 'work', role: 'tabpanel' },
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
          share(),
          el(
            'div',
            { class: 'controls', role: 'toolbar', 'aria-label': 'Picture' },
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
    ),
    el('main', { class: 'page', hidden: true }),
    el('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' }),
  ]);
  document.body.append(root);
  const shareBox = find<HTMLElement>(root, '.share-menu');
  draw(shareBox, shareMenu([]));
  return {
    root,
    views: find(root, '.views'),
    toolbar: find(root, '.toolbar'),
    main: find(root, '.main'),
    work: find(root, '.work'),
    area: find(root, '.area'),
    svg: find(root, '.diagram'),
    share: shareBox,
    splitter: find(root, '.splitter'),
    side: find(root, '.side'),
    empty: find(root, '.page'),
    live: find(root, '[role=status]'),
  };
}

function control(does: string, name: IconName, label: string): Markup {
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

/** Shows the view that is chosen, or in the place of everything the page for when there is nothing. */
export function showFrame(frame: Frame, view: View, isEmpty: boolean): void {
  frame.root.dataset['view'] = view;
  frame.work.setAttribute('aria-labelledby', `view-${view}`);
  frame.empty.hidden = !isEmpty;
  for (const it of [frame.main, frame.views, frame.toolbar]) it.hidden = isEmpty;
}
