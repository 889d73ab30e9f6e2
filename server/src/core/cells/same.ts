/** Equality in value of plain data; what early cut-off compares. Maps and sets are equal to themselves only. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((it, i) => sameValue(it, b[i]));
  if (Array.isArray(b)) return false;
  // What they hold is no property of theirs: any two would be equal.
  if (a instanceof Map || a instanceof Set) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return keys.every((key) => key in right && sameValue(left[key], right[key]));
}

/** Equality of lists by the identity of their elements: cheap, for lists of answers that are kept. */
export function sameElements<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  // A loop and no callback: these are asked of ten thousands of elements after an edit.
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
