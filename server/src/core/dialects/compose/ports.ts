import type { View } from '../../syntax/view.ts';
import type { Lookup } from '../../syntax/interpolation.ts';
import { type ComposeText, hole, textOf, valueOf } from './text.ts';

/** Both ends are part of it; equal for a single port. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** Who reaches a published port: everybody who reaches the host, only the host itself, or one of its addresses. */
export type PortReach = 'all-interfaces' | 'loopback' | 'one-address' | 'unknown';

/** An entry of `ports` (Compose specification, "ports"), in either syntax. */
export interface ComposePort {
  readonly view: View;
  readonly syntax: 'short' | 'long';
  /** The host address as written, without brackets; undefined when there is none, which means all interfaces. */
  readonly address: string | undefined;
  readonly reach: PortReach;
  /** The port of the host; undefined when the engine picks one, and when it is not known. */
  readonly published: PortRange | undefined;
  /** True when no host port is written: the engine picks one on every interface. */
  readonly ephemeral: boolean;
  /** The port of the container. */
  readonly target: PortRange | undefined;
  readonly protocol: string;
  /** As it is written, for messages: "8080:80". */
  readonly label: string;
}

/** `lookup` says what variables hold; without it only defaults are known. */
export function readPort(view: View, lookup?: Lookup): ComposePort | undefined {
  if (view.isMap) return readLong(view, lookup);
  const text = textOf(view, lookup);
  return text ? readShort(text) : undefined;
}

/** `[HOST:]CONTAINER[/PROTOCOL]`, where HOST is `[IP:](port | range)` and IPv6 addresses stand in brackets. */
function readShort(text: ComposeText): ComposePort | undefined {
  const whole = text.filled((variable) => (looksLikeAddress(variable.name) ? `${hole}@` : hole)).trim();
  if (whole === '' || whole === hole || whole === `${hole}@`) return undefined;
  const slash = whole.lastIndexOf('/');
  const protocol = slash < 0 ? 'tcp' : whole.slice(slash + 1).toLowerCase();
  const mapping = slash < 0 ? whole : whole.slice(0, slash);
  const [hostPart, containerPart] = splitLast(mapping);
  const [addressPart, publishedPart] = hostPart === undefined ? [undefined, undefined] : splitHost(hostPart);
  const address = addressPart?.replace(/^\[|\]$/g, '');
  return {
    view: text.view,
    syntax: 'short',
    address,
    reach: publishedPart?.includes('@') === true ? 'unknown' : reachOf(address),
    published: rangeOf(publishedPart),
    ephemeral: publishedPart === undefined || publishedPart === '',
    target: rangeOf(containerPart),
    protocol,
    label: text.source.trim(),
  };
}

function readLong(view: View, lookup: Lookup | undefined): ComposePort | undefined {
  const target = textOf(view.get('target'), lookup);
  const published = textOf(view.get('published'), lookup);
  const hostIp = textOf(view.get('host_ip'), lookup);
  const unknown = [view.get('target'), view.get('host_ip')].some((it) => !it.exists && !it.missing);
  if (unknown) return undefined;
  const address = hostIp?.holed;
  const host = published?.source ?? '';
  return {
    view,
    syntax: 'long',
    address,
    reach: reachOf(address),
    published: rangeOf(published?.holed),
    ephemeral: host === '',
    target: rangeOf(target?.holed),
    protocol: valueOf(view.get('protocol'))?.toLowerCase() ?? 'tcp',
    label: host === '' ? (target?.source ?? '') : `${host}:${target?.source ?? ''}`,
  };
}

/** `HOST_IP:HOST_PORT` at its last colon, unless that colon belongs to a bracketed address. */
function splitHost(host: string): [address: string | undefined, published: string] {
  const at = host.lastIndexOf(':');
  if (at < 0 || at < host.lastIndexOf(']')) return host.endsWith(']') ? [host, ''] : [undefined, host];
  return [host.slice(0, at), host.slice(at + 1)];
}

function splitLast(mapping: string): [before: string | undefined, last: string] {
  const at = mapping.lastIndexOf(':');
  return at < 0 ? [undefined, mapping] : [mapping.slice(0, at), mapping.slice(at + 1)];
}

/** A lone variable before the container port is a port, unless its name says that it is an address. */
function looksLikeAddress(name: string): boolean {
  return /(?:^|_)(?:IP|IPV4|IPV6|ADDR|ADDRESS|BIND|INTERFACE|LISTEN)(?:_|$)/i.test(name);
}

export function reachOf(address: string | undefined): PortReach {
  if (address === undefined || address === '' || address === '*') return 'all-interfaces';
  if (address.includes(hole)) return 'unknown';
  if (/^0+(?:\.0+){0,3}$/.test(address) || /^[0:]+$/.test(address)) return 'all-interfaces';
  if (/^127(?:\.\d+){1,3}$/.test(address) || /^(?:0*:)*:?0*1$/.test(address) || address === 'localhost')
    return 'loopback';
  return 'one-address';
}

function rangeOf(text: string | undefined): PortRange | undefined {
  const match = text === undefined ? null : /^(\d+)(?:-(\d+))?$/.exec(text.trim());
  if (!match) return undefined;
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  return from <= to && to <= 65_535 ? { from, to } : undefined;
}

export function inRange(range: PortRange | undefined, port: number): boolean {
  return range !== undefined && range.from <= port && port <= range.to;
}
