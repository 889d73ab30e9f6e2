import type { Fix } from '../../fix/patch.ts';
import { fix, setFix } from './claims.ts';
import type { ComposePort } from './ports.ts';
import { type ComposeText, textOf } from './text.ts';
import { maskVariables } from './volumes.ts';

/** Binds a port to the host's loopback address: only the host itself reaches it then. */
export function loopbackFix(port: ComposePort): readonly Fix[] {
  const title = `Publish ${port.label} on 127.0.0.1 only`;
  if (port.syntax === 'long') return setFix(port.view.get('host_ip'), '127.0.0.1', title);
  const text = textOf(port.view);
  if (!text || port.view.inherited) return [];
  const [start, end] = addressSpan(text);
  const address = text.source.slice(start, end);
  // A variable that holds address and port at once is the user's to change.
  if (address.includes('$')) return [];
  const bare = !maskVariables(text).includes(':');
  const replacement = address === '' ? (bare ? '127.0.0.1::' : '127.0.0.1:') : '127.0.0.1';
  return fix(title, 'behaviour', {
    op: 'rewrite',
    at: { ...port.view.anchor(), span: [start, end] },
    text: replacement,
  });
}

/** Where the address stands in the short syntax; an empty span at the start when there is none. */
function addressSpan(text: ComposeText): readonly [start: number, end: number] {
  const masked = maskVariables(text).replace(/\/[^/]*$/, '');
  const container = masked.lastIndexOf(':');
  if (container < 0) return [0, 0];
  const host = masked.lastIndexOf(':', container - 1);
  return host < 0 || host < masked.lastIndexOf(']') ? [0, 0] : [0, host];
}
