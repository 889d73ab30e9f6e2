/** Small checks that a value from outside has a shape; they never throw and read own properties only. */

export type Guard = (value: unknown) => boolean;

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isFlag: Guard = (value) => typeof value === 'boolean';
export const isNumber: Guard = (value) => typeof value === 'number' && Number.isFinite(value);

export function orNull(guard: Guard): Guard {
  return (value) => value === null || guard(value);
}

export function oneOf(...words: readonly string[]): Guard {
  return (value) => typeof value === 'string' && words.includes(value);
}

export function listOf(guard: Guard): Guard {
  return (value) => Array.isArray(value) && value.every(guard);
}

export function recordOf(guard: Guard): Guard {
  return (value) => typeof value === 'object' && value !== null && Object.values(value).every(guard);
}

/** An object that has at least these fields. */
export function shape(fields: Readonly<Record<string, Guard>>): Guard {
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, guard]) => Object.hasOwn(value, name) && guard(Reflect.get(value, name)));
}
