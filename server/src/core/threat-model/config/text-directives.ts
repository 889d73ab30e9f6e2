/** A directive of a plain-text configuration, without its comment. */
export interface Directive {
  readonly text: string;
}

/** More than this is data. */
const most = 20_000;

/**
 * The directives of a text, which end with one of the characters, or with the line where that is among them. Comments
 * begin with a hash sign; quotes hold either.
 */
export function directives(text: string, ends: string): readonly Directive[] {
  const found: Directive[] = [];
  let start = 0;
  let quote = '';
  const close = (at: number): void => {
    const own = text.slice(start, at).trim();
    if (own !== '') found.push({ text: own });
    start = at + 1;
  };
  for (let at = 0; at < text.length && found.length < most; at++) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote || char === '\n') quote = '';
      if (quote === '' && char === '\n' && ends.includes('\n')) close(at);
    } else if (char === '#' && /^\s?$/.test(text.charAt(at - 1) || ' ')) {
      close(at);
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      start = at + 1;
    } else if ((char === '"' || char === "'") && /[\s=(]/.test(text.charAt(at - 1) || ' ')) quote = char;
    else if (ends.includes(char)) close(at);
  }
  close(text.length);
  return found;
}
