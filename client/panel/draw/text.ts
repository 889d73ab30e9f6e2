/** Writes markup as a string, for exports. Everything that comes from a file is escaped here and nowhere else. */
import type { Child } from './markup.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The markup as well-formed XML. Characters that XML 1.0 does not allow (section 2.2) are left out. */
export function toText(child: Child): string {
  if (typeof child === 'string') return escapeXml(child);
  let attributes = '';
  for (const [name, value] of Object.entries(child.attrs)) {
    if (name === 'key' || value === null || value === undefined || value === false) continue;
    attributes += ` ${name}="${value === true ? '' : escapeXml(String(value))}"`;
  }
  const inner = child.children.map(toText).join('');
  return inner === '' ? `<${child.tag}${attributes}/>` : `<${child.tag}${attributes}>${inner}</${child.tag}>`;
}

function escapeXml(text: string): string {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const allowed = code === 9 || code === 10 || code === 13 || (code >= 32 && code < 0xd800) || code >= 0xe000;
    if (allowed && code !== 0xfffe && code !== 0xffff) out += ENTITIES[character] ?? character;
  }
  return out;
}
