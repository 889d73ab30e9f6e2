/** The standard shapes of data-flow diagrams: rounded process, cylinder for a store, square external entity. */
import type { GraphNode } from '../model/graph.ts';
import { BOLDER, CAPTION_SIZE, NAME_SIZE, TEXT_LEFT, TEXT_RIGHT } from '../layout/size.ts';
import type { Box } from '../layout/types.ts';
import type { IconName } from './icons.ts';
import { glyph } from './icons.ts';
import type { Markup } from './markup.ts';
import { classes, el } from './markup.ts';
import { fitText, textWidth } from './measure.ts';

/** Half the height of a cylinder's lid. */
const LID = 5;

/** The body of a node, at the origin. */
export function shapeOf(node: GraphNode, { width, height }: Box): readonly Markup[] {
  switch (node.kind) {
    case 'process':
      return [el('rect', { class: 'shape', width, height, rx: 15 })];
    case 'external-entity':
      return [el('rect', { class: 'shape', width, height, rx: 1 })];
    case 'data-store': {
      const arc = (sweep: number, x: number, y: number): string => `A${width / 2} ${LID} 0 0 ${sweep} ${x} ${y}`;
      return [
        el('path', { class: 'shape', d: `M0 ${LID}${arc(1, width, LID)}V${height - LID}${arc(1, 0, height - LID)}Z` }),
        el('path', { class: 'lid', d: `M0 ${LID}${arc(0, width, LID)}` }),
      ];
    }
    case 'group':
      return [
        el('rect', { class: 'shape behind', x: 5, width: width - 5, height: height - 5, rx: 8 }),
        el('rect', { class: 'shape', y: 5, width: width - 5, height: height - 5, rx: 8 }),
      ];
  }
}

/** The outline that shows the focus or the active editor's service, `by` pixels outside the node. */
export function outline(className: string, { width, height }: Box, by: number, radius: number): Markup {
  return el('rect', {
    class: className,
    x: -by,
    y: -by,
    width: width + 2 * by,
    height: height + 2 * by,
    rx: radius + by,
  });
}

export function textsOf(node: GraphNode, { width, height }: Box, caption: string): readonly Markup[] {
  const room = width - TEXT_LEFT - TEXT_RIGHT + 4;
  // A cylinder's lid, or the card behind, takes from the height that the eye centres in.
  const middle = height / 2 + (node.kind === 'data-store' || node.kind === 'group' ? 2.5 : 0);
  const icon: IconName = node.kind;
  return [
    glyph(icon, 11, middle - 8, 16, 'kind'),
    el(
      'text',
      {
        class: classes('name', caption === '' && 'alone'),
        x: TEXT_LEFT,
        y: caption === '' ? middle + 4.5 : middle - 2.5,
      },
      fitText(node.name, NAME_SIZE * BOLDER, room),
    ),
    ...(caption === ''
      ? []
      : [el('text', { class: 'caption', x: TEXT_LEFT, y: middle + 12 }, fitText(caption, CAPTION_SIZE, room))]),
  ];
}

/**
 * How a node is exposed, on its corner; its threats and findings, inside and below each other at the right, where no
 * line ends; how many lines are left aside, on the lower border.
 */
export function badgesOf(node: GraphNode, { width, height }: Box): readonly Markup[] {
  const marks: Markup[] = [];
  if (node.internet) {
    marks.push(
      el(
        'g',
        { key: 'internet', class: 'badge internet', transform: 'translate(5 3)' },
        el('g', { class: 'body' }, el('circle', { class: 'pill', r: 9 }), glyph('globe', -6, -6, 12)),
      ),
    );
  }
  const right = width - (node.kind === 'group' ? 13 : 9);
  const middle = height / 2 + (node.kind === 'data-store' || node.kind === 'group' ? 2.5 : 0);
  const both = node.findings > 0 && node.openThreats > 0;
  if (node.openThreats > 0) marks.push(tally('threats', 'shield', node.openThreats, right, middle - (both ? 8 : 0)));
  if (node.findings > 0) {
    const level = node.worst ?? 'info';
    marks.push(tally(level, level, node.findings, right, middle + (both ? 8.5 : 0)));
  }
  if (node.aside > STUBS) marks.push(stubs(node.aside, width, height));
  return marks;
}

/** A node with fewer lines left aside than this is told by its hub. */
const STUBS = 6;

/** A number and its icon, which ends at `right`, so that icons stand below each other. */
function tally(className: string, icon: IconName, number: number, right: number, middle: number): Markup {
  const label = number > 999 ? '999+' : String(number);
  return el(
    'g',
    { key: className, class: `badge ${className}`, transform: `translate(${right} ${middle})` },
    el('g', { class: 'body' }, glyph(icon, -12, -6, 12), el('text', { x: -15, y: 3.8, 'text-anchor': 'end' }, label)),
  );
}

/** The beginnings of lines that are not drawn now. */
function stubs(number: number, width: number, height: number): Markup {
  const label = String(number);
  const wide = 24 + Math.ceil(textWidth(label, 10.5));
  return el(
    'g',
    { key: 'aside', class: 'badge aside', transform: `translate(${width - wide - 10} ${height - 4})` },
    el(
      'g',
      { class: 'body' },
      el('rect', { class: 'pill', width: wide, height: 15, rx: 7.5 }),
      glyph('aside', 5, 2, 11),
      el('text', { x: wide - 6, y: 11.3, 'text-anchor': 'end' }, label),
    ),
  );
}
