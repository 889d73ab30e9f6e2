/**
 * A name-based UUID (RFC 9562, version 8, whose bits are the maker's own): the same element has the same one in every
 * export, so that a tool that reads the next one knows it again. No secret and no checksum: four FNV-1a hashes.
 */
export function uuidOf(name: string): string {
  const words = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    words.forEach((word, at) => {
      words[at] = Math.imul(word ^ (code + at * 131), 0x01000193) ^ (word >>> 13);
    });
  }
  const hex = words.map((it) => (it >>> 0).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
