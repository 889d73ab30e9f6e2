import { hasHole } from '../../syntax/template.ts';
import type { View } from '../../syntax/view.ts';

/**
 * A field as the API server would read it. Three states, because "unknown" (a template hole, an alias that leads
 * nowhere, something below a syntax fault, a value of the wrong type) is neither set nor absent: ask {@link is} before
 * claiming a value and {@link isNot} before claiming that it is not there.
 */
export type Setting<T> =
  | { readonly state: 'set'; readonly value: T; readonly view: View }
  /** `view` shows where the field would stand; a patch may set it there. */
  | { readonly state: 'absent'; readonly view: View }
  | { readonly state: 'unknown'; readonly view: View };

/** Certainly that value. */
export function is<T>(setting: Setting<T>, value: T): boolean {
  return setting.state === 'set' && setting.value === value;
}

/** Certainly not that value: absent, or set to another one. */
export function isNot<T>(setting: Setting<T>, value: T): boolean {
  return setting.state === 'absent' || (setting.state === 'set' && setting.value !== value);
}

/** The value if it is set. */
export function valueOf<T>(setting: Setting<T>): T | undefined {
  return setting.state === 'set' ? setting.value : undefined;
}

/** Reads the field at `path` below `view`; `convert` gives undefined for what is not of the field's type. Null counts as absent, as in the API. */
export function read<T>(view: View, path: readonly string[], convert: (view: View) => T | undefined): Setting<T> {
  const target = view.at(...path);
  let at = view;
  for (const step of path) {
    if (at.isNull || at.missing) return { state: 'absent', view: target };
    if (!at.isMap) return { state: 'unknown', view: target };
    at = at.get(step);
  }
  if (at.isNull || at.missing) return { state: 'absent', view: target };
  const value = at.exists ? convert(at) : undefined;
  return value === undefined ? { state: 'unknown', view: target } : { state: 'set', value, view: target };
}

/** Kubernetes reads YAML 1.1 truths: `yes` and `on` are true. */
export function readTruth(view: View, ...path: string[]): Setting<boolean> {
  return read(view, path, (it) => it.truth11);
}

export function readInteger(view: View, ...path: string[]): Setting<number> {
  return read(view, path, (it) => (Number.isInteger(it.number) ? it.number : undefined));
}

/** The text of a scalar without template holes. */
export function readText(view: View, ...path: string[]): Setting<string> {
  return read(view, path, (it) => (it.text === undefined || hasHole(it.text) ? undefined : it.text));
}

/** A list or map that is there, or certainly is not; an empty one is set. */
export function readCollection(view: View, ...path: string[]): Setting<View> {
  return read(view, path, (it) => (it.isMap || it.isList ? it : undefined));
}

/** A map without entries, or none: nothing that anybody decided. False where it is not known. */
export function isEmpty(setting: Setting<View>): boolean {
  return (
    setting.state === 'absent' ||
    (setting.state === 'set' && (setting.value.isMap ? setting.value.keys : setting.value.items).length === 0)
  );
}

/** The texts of a list of scalars; undefined when the list or one of its items is not known. */
export function readTexts(view: View, ...path: string[]): readonly View[] | undefined {
  const list = readCollection(view, ...path);
  if (list.state === 'unknown') return undefined;
  if (list.state === 'absent') return [];
  return list.value.items;
}

/** The container's own setting where it is present, else that of the pod (how the API inherits security contexts). */
export function inherit<T>(own: Setting<T>, pod: Setting<T>): Setting<T> {
  if (own.state !== 'absent') return own;
  return pod.state === 'absent' ? own : pod;
}
