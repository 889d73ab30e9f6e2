/**
 * Those of the words that are not said already, in any case: that the component `wireguard` runs WireGuard, or is all
 * that there is in the project `wireguard`, needs no second mention.
 */
export function unsaid(name: string, words: readonly string[]): readonly string[] {
  const said = new Set(['', name.toLowerCase()]);
  return words.filter((it) => {
    const word = it.toLowerCase();
    if (said.has(word)) return false;
    said.add(word);
    return true;
  });
}
