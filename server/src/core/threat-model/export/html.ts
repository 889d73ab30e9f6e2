/** HTML from hostile text: what is not made by {@link tag} is text, and there is no other way to make an element. */

import { oneLine } from './markdown.ts';

/** Text that is HTML already. */
export class Html {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** A whole picture or sheet of our own making. Never anything with a name from a file in it that is not escaped. */
  static trusted(text: string): Html {
    return new Html(text);
  }
}

export type Inner = Html | string | number | null | readonly Inner[];

/** Elements without an end tag (HTML, section 13.1.2, "Void elements"). */
const empty = new Set(['meta', 'br', 'hr']);

/** An element. Strings inside are text, on one line and of a bearable length; null is nothing. */
export function tag(name: string, attributes: Readonly<Record<string, string>>, ...inner: readonly Inner[]): Html {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(value)}"`)
    .join('');
  if (empty.has(name)) return Html.trusted(`<${name}${written}>`);
  return Html.trusted(`<${name}${written}>${inner.map(textOf).join('')}</${name}>`);
}

function textOf(it: Inner): string {
  if (it === null) return '';
  if (it instanceof Html) return it.text;
  if (typeof it === 'object') return it.map(textOf).join('');
  return escape(oneLine(String(it), true));
}

/** Also the two quotes, so that the same text is safe in an attribute (HTML, section 13.3). */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`);
}
