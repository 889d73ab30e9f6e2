import { onceFor } from './once.ts';

/** Reading plain data whose form nobody has promised. Each gives an empty answer for anything unexpected. */

export type PlainMap = Readonly<Record<string, unknown>>;

const nothing: PlainMap = Object.freeze({});

export function mapOf(value: unknown): PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainMap) : nothing;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null;
}

/** The value behind a path of keys and indices, own properties only. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

/** A map of strings; entries of other types are left out. */
export function textMapOf(value: unknown): Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? textsOf(value) : none;
}

const none: Readonly<Record<string, string>> = Object.freeze(Object.create(null));

/** Labels and selectors are read by every join and rule, and change with their file only. */
const textsOf = onceFor((value: object): Readonly<Record<string, string>> => {
  const texts: Record<string, string> = Object.create(null);
  for (const [key, it] of Object.entries(mapOf(value))) {
    const text = typeof it === 'boolean' ? String(it) : textOf(it);
    if (text !== null) texts[key] = text;
  }
  return texts;
});

/** True as Kubernetes reads a plain scalar (YAML 1.1): `yes` and `on` too. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(?:y|yes|on|true)$/i.test(value));
}
