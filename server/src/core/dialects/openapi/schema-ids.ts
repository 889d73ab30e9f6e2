import { type Source, View } from '../../syntax/view.ts';

/**
 * What a file calls itself and its parts, as it is written and without a fragment: `$self` of a document (OpenAPI 3.2,
 * 4.1.1) and the `$id`s of schemas (JSON Schema 2020-12, 8.2.1). References may use these names instead of paths.
 */
export function idsOf(source: Source): ReadonlyMap<string, View> {
  const root = View.root(source);
  const found = new Map<string, View>();
  const add = (name: string | undefined, view: View): void => {
    const plain = name?.replace(/#.*$/, '') ?? '';
    if (plain !== '' && !found.has(plain)) found.set(plain, view);
  };
  add(root.stringAt('$self'), root);
  const todo: View[] = [root];
  for (let view = todo.pop(); view; view = todo.pop()) {
    if (view.via || view.route.length > 60) continue;
    if (view.isMap) add(view.stringAt('$id'), view);
    for (const child of view.isMap ? view.entries.map(([, it]) => it) : view.items)
      if (!child.isScalar) todo.push(child);
  }
  return found;
}

/** The part that a name stands for: by the whole name, or by the end of one, as a relative name is meant. */
export function byName(ids: ReadonlyMap<string, View>, name: string): View | undefined {
  const bare = name.replace(/^(?:\.\/)+/, '');
  return ids.get(name) ?? [...ids].find(([id]) => id.endsWith(`/${bare}`))?.[1];
}
