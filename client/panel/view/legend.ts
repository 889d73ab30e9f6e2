/** What the shapes, lines and marks of the picture mean; each sample is drawn as the picture draws it. */
import { glyph, icon } from '../draw/icons.ts';
import type { Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import { barPath, linePath } from '../draw/path.ts';
import { BLOCKED_WORDS } from '../draw/words.ts';

export function legend(): Markup {
  return el(
    'details',
    { class: 'legend' },
    el('summary', { title: 'Legend' }, icon('legend'), el('span', { class: 'unseen' }, 'Legend')),
    el(
      'ul',
      {},
      row(node(el('rect', { class: 'shape', x: 4, y: 1, width: 32, height: 14, rx: 6 })), 'process'),
      row(node(el('path', { class: 'shape', d: CYLINDER })), 'data store'),
      row(node(el('rect', { class: 'shape', x: 4, y: 1, width: 32, height: 14 })), 'external entity'),
      row(boundary(), 'trust boundary'),
      row(line('yes'), 'encrypted'),
      row(line('no'), 'plaintext'),
      row(line('unknown'), 'encryption unknown'),
      row(blockedLine(), BLOCKED_WORDS),
      row(el('span', { class: 'sample' }, icon('globe', 'internet')), 'open to the internet'),
      row(el('span', { class: 'sample' }, icon('shield', 'threats')), 'open threats'),
      row(el('span', { class: 'sample' }, icon('aside')), 'more flows, drawn when selected'),
      row(el('span', { class: 'sample' }, icon('editor')), 'in the active editor'),
    ),
  );
}

const CYLINDER = 'M5 3.5A15 2.5 0 0 1 35 3.5V12.5A15 2.5 0 0 1 5 12.5ZM5 3.5A15 2.5 0 0 0 35 3.5';

function row(sample: Markup, words: string): Markup {
  return el('li', {}, sample, words);
}

function picture(...content: readonly (Markup | false)[]): Markup {
  return el('svg', { class: 'sample', viewBox: '0 0 40 16', width: 40, height: 16, 'aria-hidden': 'true' }, ...content);
}

function node(shape: Markup): Markup {
  return picture(el('g', { class: 'node' }, shape));
}

function boundary(): Markup {
  return picture(
    el('g', { class: 'boundary' }, el('rect', { class: 'zone', x: 2, y: 1, width: 36, height: 14, rx: 4 })),
  );
}

function line(encrypted: 'yes' | 'no' | 'unknown'): Markup {
  return picture(
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
}

function blockedLine(): Markup {
  const points = [
    { x: 1, y: 8 },
    { x: 40, y: 8 },
  ];
  return picture(
    el(
      'g',
      { class: 'edge blocked' },
      el('path', { class: 'line', d: linePath(points) }),
      el('path', { class: 'bar', d: barPath(points) }),
    ),
  );
}
