/**
 * Facts are values that outlive an edit: of ten thousand only those of the file that is being typed in are new. What
 * follows from one alone is worked out once for as long as it lives.
 *
 * Makes a pure function of one object remember its answers. The object must never change.
 */
export function onceFor<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let found = known.get(key);
    if (!found) known.set(key, (found = { value: compute(key) }));
    return found.value;
  };
}

/** Words are few and come again with every edit; this many are remembered before all are forgotten. */
const mostWords = 20_000;

/** Makes a pure function of a text remember its answers. */
export function onceForText<V>(compute: (text: string) => V): (text: string) => V {
  const known = new Map<string, { readonly value: V }>();
  return (text) => {
    let found = known.get(text);
    if (!found) {
      if (known.size >= mostWords) known.clear();
      known.set(text, (found = { value: compute(text) }));
    }
    return found.value;
  };
}
