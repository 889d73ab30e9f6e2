/** Names from foreign files stay text: no links, no HTML, no code. */
export function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&');
}
