/** Trust boundaries: an area behind everything, and a header before the edges that collapses it. */
import type { GraphBoundary } from '../model/graph.ts';
import { segmentsOf } from '../layout/route.ts';
import type { Box, Point } from '../layout/types.ts';
import { glyph } from './icons.ts';
import type { Markup } from './markup.ts';
import { classes, el } from './markup.ts';
import { fitText, textWidth } from './measure.ts';
import type { SceneView } from './view.ts';
import { spoken } from './view.ts';
import { kindWords } from './words.ts';

export function boundaryArea(boundary: GraphBoundary, { x, y, width, height }: Box): Markup {
  return el(
    'g',
    { key: boundary.id, class: `boundary ${boundary.kind}`, transform: `translate(${x} ${y})` },
    el('rect', { class: 'zone', width, height, rx: 10 }),
  );
}

/** A header stands at the left, or where lines run through it there and not at the right, at the right. */
export function boundaryHeader(
  boundary: GraphBoundary,
  { x, y, width }: Box,
  view: SceneView,
  lines: readonly (readonly Point[])[],
): Markup {
  const kind = kindWords(boundary);
  const name = fitText(boundary.name, 12, width - 46);
  const after = 30 + textWidth(name, 12.6) + 6;
  const hasRoom = kind !== '' && after + textWidth(kind, 11) < width - 10;
  const members = `${boundary.members.length} component${boundary.members.length === 1 ? '' : 's'}`;
  const item = `boundary ${boundary.id}`;
  const wide = Math.max(60, Math.min(width - 8, after + (hasRoom ? textWidth(kind, 11) : 0)));
  const isClear = (left: number): boolean =>
    !lines.some((it) => crosses(it, { x: left, y: y + 2, width: wide, height: 24 }));
  const right = width - wide - 8;
  const shift = right > 0 && !isClear(x + 4) && isClear(x + 4 + right) ? right : 0;
  return el(
    'g',
    {
      key: boundary.id,
      class: classes('header', boundary.kind),
      transform: `translate(${x + shift} ${y})`,
      role: 'button',
      tabindex: view.active === item ? 0 : -1,
      'aria-expanded': 'true',
      'data-item': item,
      'data-boundary': boundary.id,
    },
    spoken(`${boundary.name.slice(0, 200)}, boundary${kind === '' ? '' : `, ${kind}`}, ${members}`),
    el(
      'g',
      { 'aria-hidden': 'true' },
      el('rect', {
        class: 'ring',
        x: 4,
        y: 2,
        width: wide,
        height: 24,
        rx: 6,
      }),
      glyph('collapse', 9, 7, 16, 'toggle'),
      el(
        'text',
        { class: 'boundary-name', x: 30, y: 20 },
        name,
        hasRoom && el('tspan', { class: 'boundary-kind', dx: 6 }, kind),
      ),
    ),
  );
}

function crosses(line: readonly Point[], box: Box): boolean {
  return segmentsOf(line).some(
    ({ a, b }) =>
      Math.max(a.x, b.x) > box.x &&
      Math.min(a.x, b.x) < box.x + box.width &&
      Math.max(a.y, b.y) > box.y &&
      Math.min(a.y, b.y) < box.y + box.height,
  );
}
