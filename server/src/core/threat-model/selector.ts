import { dig, listOf, mapOf, textMapOf, textOf } from './plain.ts';

/** Labels of an object. */
export type Labels = Readonly<Record<string, string>>;

function has(labels: Labels, key: string): boolean {
  return Object.hasOwn(labels, key);
}

/** An equality-based selector, as Services have them: every pair must be there. An empty one matches everything. */
export function matchesLabels(selector: Labels, labels: Labels): boolean {
  for (const key of Object.keys(selector)) if (!has(labels, key) || labels[key] !== selector[key]) return false;
  return true;
}

/**
 * A LabelSelector (Kubernetes API, meta/v1): matchLabels and matchExpressions, all of them. An empty selector matches
 * everything; a selector that is absent matches nothing, which is for the caller to know.
 */
export function matchesSelector(selector: unknown, labels: Labels): boolean {
  if (!matchesLabels(textMapOf(dig(selector, 'matchLabels')), labels)) return false;
  return listOf(dig(selector, 'matchExpressions')).every((it) => matchesExpression(it, labels));
}

function matchesExpression(expression: unknown, labels: Labels): boolean {
  const { key, operator, values } = mapOf(expression);
  if (typeof key !== 'string') return false;
  const wanted = listOf(values).map(textOf);
  const value = has(labels, key) ? (labels[key] ?? null) : null;
  switch (operator) {
    case 'In':
      return value !== null && wanted.includes(value);
    case 'NotIn':
      // A key that is absent is not in the set (labels and selectors, set-based requirements).
      return value === null || !wanted.includes(value);
    case 'Exists':
      return value !== null;
    case 'DoesNotExist':
      return value === null;
    default:
      return false;
  }
}

/** True for a selector that matches whatever has labels or none. */
export function matchesAll(selector: unknown): boolean {
  return (
    Object.keys(mapOf(dig(selector, 'matchLabels'))).length === 0 &&
    listOf(dig(selector, 'matchExpressions')).length === 0
  );
}
