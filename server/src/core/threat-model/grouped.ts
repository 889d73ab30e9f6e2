/** Adds a value to the list of a key. The list grows in place: copying it each time would take the square of its length. */
export function addTo<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const list = groups.get(key);
  if (list) list.push(value);
  else groups.set(key, [value]);
}
