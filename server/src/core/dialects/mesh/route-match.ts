import type { View } from '../../syntax/view.ts';

/** A match of a VirtualService's rule: its conditions as text, in one order, its name left out. */
export interface RouteMatch {
  readonly view: View;
  readonly key: string;
  /** Conditions other than the address. */
  readonly conditions: ReadonlyMap<string, string>;
  readonly uri: { readonly how: string; readonly text: string } | null;
}

export function routeMatchOf(view: View): RouteMatch {
  const conditions = new Map<string, string>();
  let uri: RouteMatch['uri'] = null;
  for (const [key, value] of view.entries) {
    if (key === 'name' || key === 'statPrefix') continue;
    const [first] = value.entries;
    if (key === 'uri' && first) uri = { how: first[0], text: first[1].text ?? '' };
    else conditions.set(key, ordered(value));
  }
  const key = [...conditions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => `${name}=${text}`);
  return { view, key: [...key, uri ? `uri:${uri.how}=${uri.text}` : ''].join('\n'), conditions, uri };
}

/** The value as text with its keys in order, so that equal conditions have equal texts. */
function ordered(view: View): string {
  if (view.isMap) {
    const parts = view.entries.map(([key, value]) => `${key}:${ordered(value)}`);
    return `{${parts.sort().join(',')}}`;
  }
  if (view.isList) return `[${view.items.map(ordered).join(',')}]`;
  return view.text ?? '';
}

/** Does `wide` match whatever `narrow` matches? Sure answers only: prefixes and equal conditions. */
export function covers(wide: RouteMatch, narrow: RouteMatch): boolean {
  if (wide.key === narrow.key) return true;
  if (wide.conditions.has('ignoreUriCase') || narrow.conditions.has('ignoreUriCase')) return false;
  for (const [name, text] of wide.conditions) if (narrow.conditions.get(name) !== text) return false;
  if (!wide.uri) return true;
  if (!narrow.uri) return false;
  const same = wide.uri.how === narrow.uri.how && wide.uri.text === narrow.uri.text;
  const below =
    wide.uri.how === 'prefix' &&
    (narrow.uri.how === 'prefix' || narrow.uri.how === 'exact') &&
    narrow.uri.text.startsWith(wide.uri.text);
  return same || below;
}
