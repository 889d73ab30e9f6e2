/**
 * The picture as an SVG document of its own: what the page's styles say is written onto every element, so that it looks
 * the same wherever it is opened. No script, no style sheet, nothing that has to be fetched.
 */
import { draw } from '../draw/dom.ts';
import type { Child, Markup } from '../draw/markup.ts';
import { el } from '../draw/markup.ts';
import { toText } from '../draw/text.ts';

/** What only a page can use, or only the ear hears. */
const LEFT_OUT = '.spoken, .hit, .ring, title';
const KEPT = ['d', 'x', 'y', 'dx', 'width', 'height', 'rx', 'r', 'cx', 'cy', 'text-anchor', 'transform'];
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'paint-order',
];
const TEXT_STYLES = ['font-family', 'font-size', 'font-weight'];

/** `content` is drawn for a moment inside `area`, whose theme it takes. */
export function stillPicture(
  area: HTMLElement,
  content: readonly Markup[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'diagram still');
  svg.setAttribute('aria-hidden', 'true');
  area.append(svg);
  try {
    draw(svg, content);
    const background = getComputedStyle(area).backgroundColor;
    const [w, h] = [Math.max(1, Math.ceil(width)), Math.max(1, Math.ceil(height))];
    const root = el(
      'svg',
      { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${w} ${h}`, width: w, height: h },
      el('rect', { width: w, height: h, fill: plainColour(background) }),
      [...svg.children].flatMap(still),
    );
    return `${toText(root)}\n`;
  } finally {
    svg.remove();
  }
}

function still(element: Element): readonly Markup[] {
  const style = getComputedStyle(element);
  if (element.matches(LEFT_OUT) || style.display === 'none') return [];
  const attrs: Record<string, string> = {};
  for (const name of KEPT) {
    const value = element.getAttribute(name);
    if (value !== null) attrs[name] = value;
  }
  const isGroup = element.tagName === 'g';
  for (const name of isGroup ? ['opacity'] : STYLES) {
    const value = plainColour(style.getPropertyValue(name));
    if (value !== '' && value !== DEFAULTS[name]) attrs[name] = value;
  }
  if (element.tagName === 'text' || element.tagName === 'tspan')
    for (const name of TEXT_STYLES) attrs[name] = style.getPropertyValue(name);
  const children = [...element.childNodes].flatMap((it): readonly Child[] =>
    it instanceof Element ? still(it) : it instanceof Text ? [it.data] : [],
  );
  return [el(element.tagName, attrs, children)];
}

const DEFAULTS: Readonly<Record<string, string>> = {
  stroke: 'none',
  'stroke-width': '1px',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  opacity: '1',
  'paint-order': 'normal',
};

/** `color(srgb 0.2 0.4 0.6 / 0.5)`, as browsers compute mixtures, in the words that every viewer knows. */
export function plainColour(value: string): string {
  const match = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/.exec(value);
  if (match === null) return value;
  const [red, green, blue] = [match[1], match[2], match[3]].map((it) => Math.round(Number(it) * 255));
  const rgb = `${red}, ${green}, ${blue}`;
  return match[4] === undefined ? `rgb(${rgb})` : `rgba(${rgb}, ${match[4]})`;
}
