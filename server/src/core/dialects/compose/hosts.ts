/** Names in a text that may be hosts: those of URLs, of `host:port` pairs and words that stand alone. */
export function parseHosts(text: string): readonly string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(/:\/\/(?:[^\s/@]*@)?([A-Za-z0-9][\w.-]*)/g)) if (match[1]) found.add(match[1]);
  for (const match of text.matchAll(/(?:^|[\s,;=@"'[(])([A-Za-z][\w.-]*):\d{2,5}(?=$|[\s,;/"'\])])/g))
    if (match[1]) found.add(match[1]);
  for (const word of text.split(/[\s,;"'=]+/)) if (/^[A-Za-z][\w.-]*$/.test(word)) found.add(word);
  return [...found];
}
