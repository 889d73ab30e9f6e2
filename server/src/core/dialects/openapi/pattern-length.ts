const atom = /^(?:\\[dwsDWS]|\\[^A-Za-z0-9]|\[(?:\\.|[^\]\\])+\]|[^\\[\](){}|*+?.^$])/;
const quantifier = /^(?:\{(\d+)(?:(,)(\d*))?\}|[*+?])\??/;

/**
 * The lengths that a pattern allows, for patterns that are anchored and made of literals, classes and quantifiers only;
 * undefined for all others.
 */
export function lengthsOf(pattern: string): { readonly min: number; readonly max: number } | undefined {
  if (!pattern.startsWith('^') || !pattern.endsWith('$') || pattern.endsWith('\\$')) return undefined;
  let rest = pattern.slice(1, -1);
  let min = 0;
  let max = 0;
  while (rest !== '') {
    const part = atom.exec(rest)?.[0];
    if (part === undefined) return undefined;
    rest = rest.slice(part.length);
    const counted = quantifier.exec(rest);
    rest = rest.slice(counted?.[0].length ?? 0);
    const [low, high] = boundsOf(counted);
    min += low;
    max += high;
  }
  return { min, max };
}

function boundsOf(counted: RegExpExecArray | null): readonly [low: number, high: number] {
  if (!counted) return [1, 1];
  const [text, low, comma, high] = counted;
  if (text.startsWith('*')) return [0, Number.POSITIVE_INFINITY];
  if (text.startsWith('+')) return [1, Number.POSITIVE_INFINITY];
  if (text.startsWith('?')) return [0, 1];
  const from = Number(low);
  if (comma === undefined) return [from, from];
  return [from, high === undefined || high === '' ? Number.POSITIVE_INFINITY : Number(high)];
}
