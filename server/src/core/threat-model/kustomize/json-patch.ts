import type { Route } from '../../syntax/anchor.ts';
import { mapOf, textOf } from '../plain.ts';

/** One operation of a JSON Patch. */
export interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

export function operationOf(value: unknown): Operation | undefined {
  const { op, path, value: given } = mapOf(value);
  const [name, pointer] = [textOf(op), textOf(path)];
  return name === null || !pointer?.startsWith('/') ? undefined : { op: name, path: pointer, value: given };
}

/** The steps of a JSON Pointer (RFC 6901). */
export function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((it) => it.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/**
 * Applies one operation (RFC 6902: add, replace, remove) to plain data and gives the new value. What cannot be applied,
 * because the place is not there or is left out of the facts, changes nothing.
 */
export function applyOperation(
  value: unknown,
  { op, path, value: given }: Operation,
  changed: (route: Route) => void,
): unknown {
  if (op !== 'add' && op !== 'replace' && op !== 'remove') return value;
  const steps = stepsOf(path);
  const apply = (at: unknown, depth: number, route: Route): unknown => {
    const step = steps[depth];
    if (step === undefined) {
      changed(route);
      return given;
    }
    const last = depth === steps.length - 1;
    if (Array.isArray(at)) {
      const list: unknown[] = [...(at as readonly unknown[])];
      const index = step === '-' ? list.length : Number(step);
      if (!Number.isInteger(index) || index < 0 || index > list.length) return at;
      if (!last) {
        if (index < list.length) list[index] = apply(list[index], depth + 1, [...route, index]);
      } else if (op === 'remove') list.splice(index, 1);
      else if (op === 'add') list.splice(index, 0, given);
      else if (index < list.length) list[index] = given;
      if (last) changed([...route, index]);
      return list;
    }
    if (typeof at !== 'object' || at === null) return at;
    const out: Record<string, unknown> = Object.assign(Object.create(null), at);
    if (last && op === 'remove') delete out[step];
    else if (!last && out[step] === undefined) return at;
    else out[step] = apply(out[step], depth + 1, [...route, step]);
    if (last) changed([...route, step]);
    return out;
  };
  return steps.length === 0 ? value : apply(value, 0, []);
}
