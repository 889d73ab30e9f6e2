import type { View } from '../../syntax/view.ts';
import { maskVariables } from './volumes.ts';
import { ComposeText, textOf } from './text.ts';
import { parseTemplate } from '../../syntax/interpolation.ts';

/** A variable that a service (or a build) is given: an entry of `environment`, `build.args` or `labels`, in list or map form. */
export interface EnvironmentEntry {
  readonly key: string;
  /** The entry: the value in map form, the item in list form. Findings point at it. */
  readonly view: View;
  readonly form: 'map' | 'list';
  /**
   * The value; undefined when only the name is given, which takes the value from whoever starts the project. Its
   * template's offsets count in the entry's scalar, so that a `rewrite` of `[start, end]` replaces the value alone.
   */
  readonly value: ComposeText | undefined;
}

/** The entries of a view in either form. Names with variables in them are left out: nothing is known of them. */
export function readEntries(view: View): readonly EnvironmentEntry[] {
  if (view.isMap) {
    return view.entries.map(([key, value]) => ({ key, view: value, form: 'map' as const, value: scalarText(value) }));
  }
  const entries: EnvironmentEntry[] = [];
  for (const item of view.items) {
    const text = textOf(item);
    if (!text) continue;
    const masked = maskVariables(text);
    const equals = masked.indexOf('=');
    const key = (equals < 0 ? text.source : text.source.slice(0, equals)).trim();
    if (key === '' || key.includes('$')) continue;
    entries.push({ key, view: item, form: 'list', value: equals < 0 ? undefined : text.slice(equals + 1) });
  }
  return entries;
}

/** `KEY: ""` is an empty value, `KEY:` none. */
function scalarText(view: View): ComposeText | undefined {
  const source = view.text;
  return source === undefined ? undefined : new ComposeText(view, parseTemplate(source));
}
