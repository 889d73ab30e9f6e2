import type { View } from '../../syntax/view.ts';

/** The JSON type of a value as it is written; undefined when it cannot be known. */
export function typeOfValue(view: View): string | undefined {
  if (view.isMap) return 'object';
  if (view.isList) return 'array';
  if (!view.scalar) return undefined;
  const { value } = view.scalar;
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** True when a value of this JSON type conforms to one of the stated types. */
export function conforms(type: string, stated: readonly string[]): boolean {
  return stated.includes(type) || (type === 'integer' && stated.includes('number'));
}

/** Of the stated types, those of numbers. */
export function isNumeric(type: string): boolean {
  return type === 'integer' || type === 'number';
}
