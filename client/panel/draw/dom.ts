/** Draws markup into the page by DOM calls only: text stays text, and what did not change is left untouched. */
import type { Child, Markup } from './markup.ts';

const SVG = 'http://www.w3.org/2000/svg';
const keys = new WeakMap<Element, string>();
const drawn = new WeakMap<Element, Markup>();

/** Makes the children of `parent` equal to `children`, reusing elements of the same key, and keeps the focus. */
export function draw(parent: Element, children: readonly Child[]): void {
  const focused = document.activeElement;
  patch(parent, children);
  if (focused === null || focused === document.activeElement || focused === document.body) return;
  // Moving an element in the document takes the focus from it.
  if (focused.isConnected && parent.contains(focused) && 'focus' in focused) (focused as HTMLElement).focus();
}

function patch(parent: Element, children: readonly Child[]): void {
  const old = new Map<string, Element>();
  for (const element of parent.children) old.set(keys.get(element) ?? '', element);
  const wanted = new Set(children.map((it, index) => (typeof it === 'string' ? '' : keyOf(it, index))));
  let cursor: ChildNode | null = parent.firstChild;
  children.forEach((child, index) => {
    if (typeof child === 'string') {
      if (cursor instanceof Text) {
        if (cursor.data !== child) cursor.data = child;
        cursor = cursor.nextSibling;
      } else parent.insertBefore(document.createTextNode(child), cursor);
      return;
    }
    const key = keyOf(child, index);
    const reused = old.get(key);
    if (reused !== undefined) old.delete(key);
    const element = reused ?? create(child.tag, parent);
    keys.set(element, key);
    update(element, child);
    if (element === cursor) cursor = cursor.nextSibling;
    else {
      // An outgoing element in between is removed rather than the incoming one moved: a move would lose the focus.
      while (
        cursor !== null &&
        cursor !== element &&
        !(cursor instanceof Element && wanted.has(keys.get(cursor) ?? ''))
      ) {
        const gone: ChildNode = cursor;
        cursor = cursor.nextSibling;
        gone.remove();
      }
      if (element === cursor) cursor = cursor.nextSibling;
      else parent.insertBefore(element, cursor);
    }
  });
  while (cursor !== null) {
    const gone: ChildNode = cursor;
    cursor = cursor.nextSibling;
    gone.remove();
  }
}

function keyOf(markup: Markup, index: number): string {
  return `${markup.tag} ${String(markup.attrs['key'] ?? index)}`;
}

function create(tag: string, parent: Element): Element {
  const inSvg = tag === 'svg' || (parent.namespaceURI === SVG && parent.tagName !== 'foreignObject');
  return inSvg ? document.createElementNS(SVG, tag) : document.createElement(tag);
}

function update(element: Element, markup: Markup): void {
  const before = drawn.get(element);
  if (before === markup) return;
  drawn.set(element, markup);
  for (const name of Object.keys(before?.attrs ?? {})) {
    if (!(name in markup.attrs)) element.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(markup.attrs)) {
    if (name === 'key') continue;
    if (name === 'value' && (element instanceof HTMLInputElement || element instanceof HTMLSelectElement)) continue;
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else {
      const text = value === true ? '' : String(value);
      if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
  }
  patch(element, markup.children);
  // A select can show a value only when its options are there.
  const value = markup.attrs['value'];
  if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) {
    if (value !== undefined && element.value !== String(value)) element.value = String(value);
  }
}
