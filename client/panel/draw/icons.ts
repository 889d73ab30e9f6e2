/** The panel's own small pictures: 16 x 16, drawn with the current colour, each recognisable without colour. */
import type { Markup } from './markup.ts';
import { el } from './markup.ts';

const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 1.3,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
};
const line = (d: string): Markup => el('path', { ...stroke, d });
const solid = (d: string): Markup => el('path', { fill: 'currentColor', d });
const ring = (r: number): Markup => el('circle', { ...stroke, cx: 8, cy: 8, r });

const SHAPES = {
  process: [ring(5.6), solid('M8 5.9a2.1 2.1 0 1 1 0 4.2a2.1 2.1 0 0 1 0-4.2z')],
  'data-store': [
    line(
      'M3 4.4c0-1.1 2.2-2 5-2s5 .9 5 2-2.2 2-5 2-5-.9-5-2zM3 4.4v7.2c0 1.1 2.2 2 5 2s5-.9 5-2V4.4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2',
    ),
  ],
  'external-entity': [line('M2.6 3.6h10.8v8.8H2.6zM8 9.8V6.3M6.3 7.9L8 6.2l1.7 1.7')],
  group: [line('M2.5 5.5h8v8h-8zM5.5 5.5v-3h8v8h-3')],
  globe: [ring(5.7), line('M2.3 8h11.4M8 2.3c-3.4 3.4-3.4 8 0 11.4M8 2.3c3.4 3.4 3.4 8 0 11.4')],
  lock: [line('M3.8 7.2h8.4v6H3.8zM5.6 7V5a2.4 2.4 0 0 1 4.8 0v2')],
  'lock-open': [line('M3.8 7.2h8.4v6H3.8zM5.6 7V4.6a2.4 2.4 0 0 1 4.6-1')],
  unknown: [ring(5.7), line('M6.3 6.4a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.9.6-.9 1.2M8 11.2v.1')],
  error: [ring(5.7), line('M6 6l4 4M10 6l-4 4')],
  warning: [line('M8 2.6l6 10.6H2zM8 6.6v3M8 11.4v.1')],
  info: [ring(5.7), line('M8 7.4v3.4M8 5.2v.1')],
  hint: [line('M8 2.6l5.4 5.4L8 13.4 2.6 8z')],
  shield: [line('M8 2.2l5 1.8v3.6c0 3-2 5.2-5 6.4-3-1.2-5-3.4-5-6.4V4z')],
  check: [line('M3.2 8.6l3 3 6.6-7')],
  accepted: [line('M8 2.2l5 1.8v3.6c0 3-2 5.2-5 6.4-3-1.2-5-3.4-5-6.4V4zM5.6 7.8l1.8 1.8 3-3.2')],
  search: [line('M6.8 2.6a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4zM10 10l3.6 3.6')],
  plus: [line('M8 3.4v9.2M3.4 8h9.2')],
  minus: [line('M3.4 8h9.2')],
  fit: [line('M2.6 6V2.6H6M10 2.6h3.4V6M13.4 10v3.4H10M6 13.4H2.6V10')],
  collapse: [line('M3.6 6.2h8.8M5.6 9.4L8 11.8l2.4-2.4')],
  right: [line('M6.2 3.6L10.6 8l-4.4 4.4')],
  left: [line('M9.8 3.6L5.4 8l4.4 4.4')],
  arrow: [line('M2.6 8h10M9.2 4.6L12.6 8l-3.4 3.4')],
  file: [line('M4 2.4h5l3 3v8.2H4zM9 2.4v3h3')],
  editor: [line('M10.6 2.9l2.5 2.5-7.3 7.3-3.1.6.6-3.1z')],
  letters: [line('M2.6 12.4h10.8M4.4 9.6V6.8M8 9.6V3.6M11.6 9.6V5.2')],
  wrench: [
    line('M10.2 5.8L4 12a1.2 1.2 0 0 1-1.7-1.7l6.2-6.2a3 3 0 0 1 3.9-1.7L10.6 4.2l1.5 1.5 1.8-1.8a3 3 0 0 1-3.7 1.9z'),
  ],
  gap: [el('circle', { ...stroke, 'stroke-dasharray': '2.4 2.1', cx: 8, cy: 8, r: 5.7 }), line('M6 6l4 4M10 6l-4 4')],
  has: [solid('M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12zM5.3 7.2L4.4 8.1l2.8 2.8 4.6-5.1-1-.9-3.7 4.1z')],
  picture: [line('M2.4 3.4h11.2v9.2H2.4zM2.6 11l3.2-3.4 2.4 2.4 1.9-1.8 3.2 3M10.6 6.1v.1')],
  path: [line('M3.6 3.6v5.2a2.2 2.2 0 0 0 2.2 2.2h6.4M9.6 8.4l2.6 2.6-2.6 2.6')],
  user: [ring(5.7), line('M8 5.1v.1M4.6 12.3c.6-2.2 2-3.2 3.4-3.2s2.8 1 3.4 3.2')],
  crossing: [line('M8 2.4v2M8 6.6v2.8M8 11.6v2M2.6 8h10M10.4 5.8L12.6 8l-2.2 2.2')],
  blocked: [line('M2.2 8h7.2M11.8 3.4v9.2')],
  blast: [ring(1.6), ring(5.7), line('M8 1.2v2.4M8 12.4v2.4M1.2 8h2.4M12.4 8h2.4')],
  aside: [line('M2.6 8h3.2M5.8 8c3 0 3-4 6.6-4M5.8 8h6.6M5.8 8c3 0 3 4 6.6 4')],
  export: [line('M8 9.8V2.6M5.2 5.2L8 2.4l2.8 2.8M3.2 8.6v4.8h9.6V8.6')],
  close: [line('M4 4l8 8M12 4l-8 8')],
  legend: [line('M2.4 4.6h4M2.4 11.4h4'), line('M9 4.6h4.6M9 11.4h4.6')],
} as const;

export type IconName = keyof typeof SHAPES;

/** The icon as a group at a place inside a larger picture, `size` pixels wide. */
export function glyph(name: IconName, x: number, y: number, size: number, className = ''): Markup {
  return el('g', { class: className, transform: `translate(${x} ${y}) scale(${size / 16})` }, SHAPES[name]);
}

/** The icon as an element of a page; decorative, so the words beside it must say the same. */
export function icon(name: IconName, className = ''): Markup {
  return el(
    'svg',
    { class: `icon ${className}`.trim(), viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    SHAPES[name],
  );
}
