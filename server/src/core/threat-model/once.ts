/**
 * Facts are values that outlive an edit: of ten thousand only those of the file that is being typed in are new. What
 * follows from one alone is worked out once for as long as it lives.
 *
 * Makes a pure function of one object remember its answers. The object must never change.
 */
export function onceFor<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  // The bare value: a box around it, for twenty answers about each of ten thousand objects, is many boxes.
  const known = new WeakMap<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as V;
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}

/** The same for a pure function of two objects. */
export function onceForPair<A extends object, B extends object, V>(compute: (a: A, b: B) => V): (a: A, b: B) => V {
  const ofFirst = onceFor((a: A) => onceFor((b: B) => compute(a, b)));
  return (a, b) => ofFirst(a)(b);
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
