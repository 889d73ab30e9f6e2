/** Small checks that a value from outside has a shape; they never throw and read own properties only. */

export type Guard = (value: unknown) => boolean;

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isFlag: Guard = (value) => typeof value === 'boolean';
export const isNumber: Guard = (value) => typeof value === 'number' && Number.isFinite(value);

export function orNull(guard: Guard): Guard {
  return (value) => value === null || guard(value);
}

/** For a field that may be left out: the whole object is asked, because a shape asks of a field that is there. */
export function mayHave(name: string, guard: Guard): Guard {
  return (value) =>
    typeof value === 'object' && value !== null && (!Object.hasOwn(value, name) || guard(Reflect.get(value, name)));
}

export function both(one: Guard, other: Guard): Guard {
  return (value) => one(value) && other(value);
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
