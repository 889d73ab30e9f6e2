import type { Anchor } from '../../syntax/anchor.ts';
import type { View } from '../../syntax/view.ts';
import type { DataNoun } from '../noun.ts';
import type { OpenApiDocument } from './document.ts';

/** Where a server list stands; a lower level replaces those above it. */
export type ServerLevel = 'document' | 'path' | 'operation' | 'link';

/** A Server Object of 3.x. */
export class Server implements DataNoun {
  readonly resource = null;
  readonly document: OpenApiDocument;
  readonly view: View;
  readonly level: ServerLevel;

  constructor(document: OpenApiDocument, view: View, level: ServerLevel) {
    this.document = document;
    this.view = view;
    this.level = level;
  }

  get at(): Anchor {
    return this.view.has('url') ? this.view.get('url').anchor() : this.view.anchor();
  }

  get url(): string | undefined {
    return this.view.textAt('url');
  }

  /** The names in braces, in order. */
  get placeholders(): readonly string[] {
    return [...(this.url ?? '').matchAll(/\{([^{}]*)\}/g)].map((it) => it[1] ?? '');
  }

  variable(name: string): View {
    return this.view.at('variables', name);
  }

  /** The address with every variable at its default; undefined when one has none. */
  get address(): string | undefined {
    let known = true;
    const text = this.url?.replace(/\{([^{}]*)\}/g, (_, name: string) => {
      const value = this.variable(name).textAt('default');
      if (value === undefined) known = false;
      return value ?? '';
    });
    return known ? text : undefined;
  }

  /** The protocols that the address may have, in lower case and without the colon; empty when it is relative or unknown. */
  get protocols(): readonly string[] {
    const url = this.url ?? '';
    const fixed = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(url)?.[1];
    if (fixed) return [fixed.toLowerCase()];
    const name = /^\{([^{}]*)\}:\/\//.exec(url)?.[1];
    if (name === undefined) return [];
    const variable = this.variable(name);
    const values = [variable.textAt('default'), ...variable.get('enum').items.map((it) => it.text)];
    return [...new Set(values.flatMap((it) => (it === undefined ? [] : [it.toLowerCase()])))];
  }

  get host(): string | undefined {
    return hostOf(this.address ?? this.url ?? '');
  }
}

/** The host of an absolute address in lower case, without user, port and brackets. */
export function hostOf(url: string): string | undefined {
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(url)?.[1];
  if (authority === undefined) return undefined;
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  return host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d*$/, '');
}

/** An address as a message may show it: user, password and query, where tokens travel, are left out. */
export function shown(url: string): string {
  return url.replace(/^([^/?#]*:\/\/)[^/?#]*@/, '$1').replace(/\?[^#]*/, '?…');
}

/** Protocols that anyone on the way can read. */
export const cleartextProtocols: ReadonlySet<string> = new Set(['http', 'ws', 'ftp']);

/** A host that never leaves the machine: what is sent to it cannot be read on the way. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^127(\.\d{1,3}){3}$/.test(host) ||
    host === '::1' ||
    host === '0.0.0.0'
  );
}

/** A service name of a cluster, whose traffic a mesh may encrypt. */
export function isClusterHost(host: string): boolean {
  return /\.svc(\.cluster\.local)?$/.test(host);
}
