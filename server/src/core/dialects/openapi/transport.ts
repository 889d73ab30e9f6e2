import { cellsOf } from '../../cells/cell.ts';
import type { View } from '../../syntax/view.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';
import { cleartextProtocols, isClusterHost, isLoopback, type Server } from './server.ts';

/** A place that lets traffic travel unencrypted, and the protocol that it names. */
export interface CleartextPlace {
  readonly view: View;
  readonly protocol: string;
}

/** The entries of a 2.0 `schemes` list that anyone on the way can read; none for a host that never leaves the machine. */
export function cleartextSchemes(document: OpenApiDocument, list: View): readonly CleartextPlace[] {
  const host = document.view.textAt('host')?.replace(/:\d+$/, '').toLowerCase();
  if (host !== undefined && isLoopback(host)) return [];
  return list.items.flatMap((view) => {
    const protocol = view.text?.toLowerCase();
    return protocol !== undefined && protocol !== 'https' && protocol !== 'wss' ? [{ view, protocol }] : [];
  });
}

/** The places that let an operation's requests travel unencrypted: its effective servers, or its schemes in 2.0. */
export function cleartextOf(operation: Operation): readonly CleartextPlace[] {
  const { document } = operation;
  if (document.is2) {
    const own = operation.view.get('schemes');
    return cleartextSchemes(document, own.exists ? own : document.view.get('schemes')).filter((it) =>
      cleartextProtocols.has(it.protocol),
    );
  }
  return operation.servers.flatMap(cleartextAt);
}

/** Most operations have the servers of the document. */
const cleartextAt = cellsOf((server: Server): readonly CleartextPlace[] => {
  const protocol = server.protocols.find((it) => cleartextProtocols.has(it));
  const { host } = server;
  if (protocol === undefined || (host !== undefined && (isLoopback(host) || isClusterHost(host)))) return [];
  return [{ view: server.view.get('url'), protocol }];
});
