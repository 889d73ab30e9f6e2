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

/** Marks on a node's upper border: how it is exposed on the left, threats and findings on the right. */
export function badgesOf(node: GraphNode, { width }: Box): readonly Markup[] {
  const marks: Markup[] = [];
  if (node.internet) {
    marks.push(
      el(
        'g',
        { key: 'internet', class: 'badge internet', transform: 'translate(15 -1)' },
        el('g', { class: 'body' }, el('circle', { class: 'pill', r: 9 }), glyph('globe', -6, -6, 12)),
      ),
    );
  }
  let right = width - 8;
  if (node.findings > 0) {
    const level = node.worst ?? 'info';
    right -= pill(marks, right, level, level, node.findings) + 7;
  }
  if (node.openThreats > 0) pill(marks, right, 'shield', 'threats', node.openThreats);
  return marks;
}

/** Adds a pill that ends at `right`; gives back its width. */
function pill(marks: Markup[], right: number, icon: IconName, className: string, number: number): number {
  const label = number > 999 ? '999+' : String(number);
  const width = 22 + Math.ceil(textWidth(label, 11.6));
  marks.push(
    el(
      'g',
      { key: className, class: `badge ${className}`, transform: `translate(${right - width} -11)` },
      el(
        'g',
        { class: 'body' },
        el('rect', { class: 'pill', width, height: 16, rx: 8 }),
        glyph(icon, 4.5, 2.5, 11),
        el('text', { x: 17.5, y: 11.8 }, label),
      ),
    ),
  );
  return width;
}
