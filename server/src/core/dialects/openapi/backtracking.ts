/**
 * True for patterns that surely repeat a repetition: a group with an open quantifier whose body, or one of whose
 * alternatives, is nothing but one repeated atom, or whose alternatives are equal. Nothing is executed; a pattern that is
 * merely slow is not claimed.
 */
export function isCatastrophic(pattern: string): boolean {
  for (const { body, quantifier } of groupsOf(pattern)) {
    if (!/^(?:[*+]|\{\d*,\})/.test(quantifier)) continue;
    const alternatives = body.replace(/^\?(?::|<[A-Za-z]\w*>)/, '').split('|');
    if (alternatives.some((it) => repeatedAtom.test(it))) return true;
    if (new Set(alternatives).size < alternatives.length) return true;
  }
  return false;
}

/** One atom (a letter, an escape, a class, a dot, a group without groups) with an open quantifier, and nothing else. */
const repeatedAtom = /^(?:\\.|\[(?:\\.|[^\]\\])*\]|\.|[A-Za-z0-9]|\([^()]*\))(?:[*+]|\{\d+,\})[?+]?$/;

/** The groups of a pattern with the text behind them, outer ones included. */
function groupsOf(pattern: string): readonly { readonly body: string; readonly quantifier: string }[] {
  const open: number[] = [];
  const found: { body: string; quantifier: string }[] = [];
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') i++;
    else if (inClass) inClass = c !== ']';
    else if (c === '[') inClass = true;
    else if (c === '(') open.push(i);
    else if (c === ')') {
      const start = open.pop();
      if (start !== undefined)
        found.push({ body: pattern.slice(start + 1, i), quantifier: pattern.slice(i + 1, i + 8) });
    }
  }
  return found;
}
