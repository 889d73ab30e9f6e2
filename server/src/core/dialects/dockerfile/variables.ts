/** References to variables in the words of instructions. */

export interface VariableUse {
  readonly name: string;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, or nothing. */
  readonly operator: string;
  /** Where the name itself stands in the text. */
  readonly start: number;
  readonly end: number;
}

/** `$X` and `${X...}` in a text as written; escaped dollar signs and those in single quotes are none. */
export function variableUses(raw: string, escape: string): readonly VariableUse[] {
  const uses: VariableUse[] = [];
  const pattern = /\$(\{)?([A-Za-z_][A-Za-z0-9_]*)(:?[-+?])?/g;
  for (const match of raw.matchAll(pattern)) {
    const [whole, brace, name = '', operator = ''] = match;
    const escapes = /[\\`]*$/.exec(raw.slice(0, match.index))?.[0] ?? '';
    if ([...escapes].filter((it) => it === escape).length % 2 === 1 || inSingleQuotes(raw, match.index)) continue;
    const start = match.index + 1 + (brace === undefined ? 0 : 1);
    uses.push({ name, operator: brace === undefined ? '' : operator, start, end: start + name.length });
    if (whole === '') break;
  }
  return uses;
}

function inSingleQuotes(raw: string, at: number): boolean {
  let quote = '';
  for (const character of raw.slice(0, at)) {
    if (quote === '' && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = '';
  }
  return quote === "'";
}

/** The one candidate that differs from a name by no more than two letters; undefined when there is none or a choice. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const near = [...new Set(candidates)].filter((it) => it !== name && isNear(name, it));
  return near.length === 1 ? near[0] : undefined;
}

/** The names differ by a transposition or by up to two letters, and short names by one. */
function isNear(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return distance(a, b) <= (Math.min(a.length, b.length) < 5 ? 1 : 2);
}

/** Letters to insert, delete, change or swap with the next one. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2 || a.length > 64) return 3;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = last;
    last = next;
  }
  return last[b.length] ?? 3;
}
