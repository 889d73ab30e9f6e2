import { Cell } from '../../cells/cell.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import type { View } from '../../syntax/view.ts';
import { entryOf } from './words.ts';
import type { DataNoun } from '../noun.ts';
import type { OpenApiDocument } from './document.ts';

/** What a scheme asks of a caller; the `http` schemes by their own names, `other` for what no registry knows. */
export type SchemeKind =
  | 'basic'
  | 'digest'
  | 'negotiate'
  | 'oauth1'
  | 'bearer'
  | 'http'
  | 'apiKey'
  | 'oauth2'
  | 'openIdConnect'
  | 'mutualTLS'
  | 'other';

const httpKinds: Readonly<Record<string, SchemeKind>> = {
  basic: 'basic',
  digest: 'digest',
  negotiate: 'negotiate',
  oauth: 'oauth1',
  bearer: 'bearer',
};

const typeKinds: Readonly<Record<string, SchemeKind>> = {
  basic: 'basic',
  apikey: 'apiKey',
  oauth2: 'oauth2',
  openidconnect: 'openIdConnect',
  mutualtls: 'mutualTLS',
};

/** A flow of an oauth2 scheme, by its name in 3.x; in 2.0 the scheme itself is the flow. */
export interface OAuthFlow {
  readonly name: string;
  readonly view: View;
  readonly scopes: View;
}

const flowNames: Readonly<Record<string, string>> = {
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
};

/** An entry of `securityDefinitions` (2.0) or `components.securitySchemes` (3.x). */
export class SecurityScheme implements DataNoun {
  readonly resource = null;
  readonly document: OpenApiDocument;
  readonly name: string;
  /** The entry as it is declared, which may be a reference. */
  readonly entry: View;
  /** The scheme object, with a reference followed. */
  readonly view: View;
  readonly #kind = new Cell(() => this.#readKind());
  readonly #flows = new Cell(() => this.#readFlows());

  constructor(document: OpenApiDocument, name: string, entry: View, view: View) {
    this.document = document;
    this.name = name;
    this.entry = entry;
    this.view = view;
  }

  get at(): Anchor {
    return this.view.anchor();
  }

  get kind(): SchemeKind {
    return this.#kind.value;
  }

  #readKind(): SchemeKind {
    const type = this.view.textAt('type')?.toLowerCase() ?? '';
    if (type === 'http') return entryOf(httpKinds, this.view.textAt('scheme')?.toLowerCase() ?? '') ?? 'http';
    return entryOf(typeKinds, type) ?? 'other';
  }

  /** Where an API key travels: header, query or cookie. */
  get location(): string | undefined {
    return this.view.textAt('in')?.toLowerCase();
  }

  get flows(): readonly OAuthFlow[] {
    return this.#flows.value;
  }

  #readFlows(): readonly OAuthFlow[] {
    if (this.kind !== 'oauth2') return [];
    if (this.document.version === '2.0') {
      const name = this.view.textAt('flow') ?? '';
      return [{ name: entryOf(flowNames, name) ?? name, view: this.view, scopes: this.view.get('scopes') }];
    }
    return this.view
      .get('flows')
      .entries.filter(([name]) => !name.startsWith('x-'))
      .map(([name, view]) => ({ name, view, scopes: view.get('scopes') }));
  }

  get scopes(): ReadonlySet<string> {
    return new Set(this.flows.flatMap((flow) => flow.scopes.keys.filter((it) => !it.startsWith('x-'))));
  }

  /** How hard it is to get hold of and to replay what the scheme asks for: 0 nothing ... 4 bound or short-lived. */
  get strength(): number {
    switch (this.kind) {
      case 'mutualTLS':
      case 'oauth2':
      case 'openIdConnect':
        return 4;
      case 'bearer':
        return 3;
      case 'apiKey':
        return this.location === 'query' ? 1 : 2;
      case 'basic':
      case 'digest':
      case 'oauth1':
      case 'negotiate':
        return 1;
      default:
        return 2;
    }
  }
}

/** One scheme that a requirement names. */
export interface SchemeUse {
  readonly name: string;
  /** The list of scopes or roles behind the name. */
  readonly view: View;
  /** Undefined when the document declares no such scheme, or when that cannot be known. */
  readonly scheme: SecurityScheme | undefined;
}

/** One alternative of a `security` list: all of its schemes together. */
export interface Requirement {
  readonly view: View;
  readonly uses: readonly SchemeUse[];
}

/**
 * - `missing`: nothing says that a credential is needed
 * - `none`: an empty list says that none is needed
 * - `optional`: one of the alternatives is empty
 * - `required`: every alternative names a scheme
 */
export type SecurityState = 'missing' | 'none' | 'optional' | 'required' | 'unknown';

/** A `security` list read. Alternatives are ORed, the schemes of one are ANDed. */
export interface Security {
  readonly view: View;
  readonly state: SecurityState;
  readonly requirements: readonly Requirement[];
}

export function readSecurity(document: OpenApiDocument, view: View): Security {
  if (view.missing || view.isNull) return { view, state: 'missing', requirements: [] };
  // A map where a list should be is read as its only alternative, which is what its author meant.
  const items = view.isList ? view.items : view.isMap ? [view] : [];
  const requirements = items
    .filter((it) => it.isMap)
    .map((it) => ({
      view: it,
      uses: it.entries
        .filter(([name]) => !name.startsWith('x-'))
        .map(([name, scopes]) => ({ name, view: scopes, scheme: document.scheme(name) })),
    }));
  if (requirements.length !== items.length || (!view.isList && !view.isMap))
    return { view, state: 'unknown', requirements };
  if (requirements.length === 0) return { view, state: 'none', requirements };
  return { view, state: requirements.some((it) => it.uses.length === 0) ? 'optional' : 'required', requirements };
}
