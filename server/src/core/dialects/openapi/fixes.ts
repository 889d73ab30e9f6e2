import { cellsOf } from '../../cells/cell.ts';
import { sameElements, sameValue } from '../../cells/same.ts';
import { blank, hasBlank, type Fix, type Patch, type PlainValue } from '../../fix/patch.ts';
import type { View } from '../../syntax/view.ts';
import type { OpenApiDocument } from './document.ts';
import type { SecurityScheme } from './security.ts';
import { cleartextOf } from './transport.ts';

/** Sets a key of the object to a value, which creates or replaces the entry. */
export function setKey(object: View, key: string, value: PlainValue): Patch {
  return { op: 'set', at: object.get(key).anchor(), value };
}

/** A fix of one patch. */
export function fix(title: string, safety: Fix['safety'], ...patches: readonly Patch[]): Fix {
  return { title, safety, patches };
}

/** The declared schemes, strongest first: what an author would rather require. */
export function schemesByStrength(document: OpenApiDocument): readonly SecurityScheme[] {
  return [...document.schemes.values()].sort((a, b) => b.strength - a.strength);
}

/** At most this many choices: a longer list of fixes is no help. */
const offeredSchemes = 3;

/**
 * Encrypts every way in that is in clear text: who begins to ask for a credential must not have it sent for all to read.
 * 3.x: the addresses of servers; 2.0: the lists of schemes. Worked out once, because each operation that asks for nothing
 * is offered such fixes.
 */
const encryptWays = cellsOf((document: OpenApiDocument): readonly Patch[] => {
  const views = new Map<string, View>();
  for (const { view } of document.served.flatMap(cleartextOf)) {
    const changed = document.is2 ? view.parent : view;
    if (changed) views.set(JSON.stringify(changed.anchor()), changed);
  }
  return [...views.values()].flatMap((view): readonly Patch[] => {
    if (!document.is2) return encryptAddress(view)?.patches ?? [];
    const names = view.items.map((it) => it.text);
    const value = ['https', ...(names.some((it) => it === 'ws' || it === 'wss') ? ['wss'] : [])];
    return [{ op: 'set', at: view.anchor(), value }];
  });
}, sameValue);

/** A fix that begins to ask for a credential, and has it sent encrypted. */
function askFor(document: OpenApiDocument, title: string, safety: Fix['safety'], ...patches: readonly Patch[]): Fix {
  const encrypted = encryptWays(document);
  return fix(encrypted.length > 0 ? `${title}, over https` : title, safety, ...patches, ...encrypted);
}

/** The strength of the weakest requirement that an operation has of its own. */
function weakestRequired(document: OpenApiDocument): number {
  const own = document.served.flatMap(({ ownSecurity, purpose }) =>
    ownSecurity.state === 'required' && purpose === undefined ? [ownSecurity] : [],
  );
  // Of alternatives the strongest counts, as in openapi/weakened-security.
  return Math.min(
    Infinity,
    ...own.map(({ requirements }) =>
      Math.max(...requirements.flatMap(({ uses }) => uses.map((it) => it.scheme?.strength ?? Infinity))),
    ),
  );
}

/** The operations that are to stay public; asked for by each one that names an undeclared scheme. */
const publicOnes = cellsOf((document: OpenApiDocument): readonly View[] => {
  const views = new Set<View>();
  for (const operation of document.served) {
    const stated = operation.publicReason !== undefined && document.view.lacks('x-parapet-public');
    if (operation.security.state === 'missing' && (operation.purpose !== undefined || stated))
      views.add(operation.view);
  }
  return [...views].filter((it) => it.isMap);
}, sameElements);

/** Writes down that operations stay public where nobody can have a credential: to sign in, and for probes. */
export function keepPublic(document: OpenApiDocument): readonly Patch[] {
  return publicOnes(document).map((it) => setKey(it, 'security', []));
}

/** One fix for each declared scheme: require it in the `security` of an operation or of the document. */
export function requireScheme(
  document: OpenApiDocument,
  holder: View,
  where: string,
  writes?: boolean,
): readonly Fix[] {
  const kept = holder === document.view ? keepPublic(document) : [];
  const all = schemesByStrength(document);
  // What operations ask for today is no less than what all are asked for; else they would have to change first.
  const fitting = holder === document.view ? all.filter((it) => it.strength <= weakestRequired(document)) : all;
  return (fitting.length > 0 ? fitting : all).slice(0, offeredSchemes).map((scheme) => {
    const scopes = usualScopes(document, scheme, writes);
    const safety = scopes.some(hasBlank) ? 'needs-value' : 'behaviour';
    return askFor(
      document,
      `Require ${scheme.name} ${where}`,
      safety,
      setKey(holder, 'security', [{ [scheme.name]: scopes }]),
      ...kept,
    );
  });
}

/** The scopes that the document demands elsewhere for such operations; else a declared one, as a blank to be filled in. */
function usualScopes(
  document: OpenApiDocument,
  scheme: SecurityScheme,
  writes: boolean | undefined,
): readonly string[] {
  if (scheme.kind !== 'oauth2') return [];
  for (const operation of document.operations) {
    if (writes !== undefined && operation.writes !== writes) continue;
    for (const use of operation.ownSecurity.requirements.flatMap((it) => it.uses)) {
      const scopes = use.view.items.flatMap((it) => it.text ?? []);
      if (use.scheme === scheme && scopes.length > 0 && scopes.every((it) => scheme.scopes.has(it))) return scopes;
    }
  }
  const known = [...scheme.scopes];
  const fitting = known.find((it) => /read|list|view|get/i.test(it) !== (writes ?? false)) ?? known[0];
  if (fitting === undefined) return [];
  return [known.length === 1 ? fitting : blank(fitting)];
}

/** Declares a scheme and requires it for the whole document; the author's implementation has to follow. */
export function declareScheme(document: OpenApiDocument): readonly Fix[] {
  const root = document.view;
  const section = root.at(...document.sectionRoute('securitySchemes'));
  if (document.is2) {
    const scheme = {
      type: 'apiKey',
      name: 'Authorization',
      in: 'header',
      description: 'A bearer token: "Bearer <token>".',
    };
    return [
      askFor(
        document,
        'Declare a bearer token and require it',
        'behaviour',
        setKey(section, 'bearerAuth', scheme),
        setKey(root, 'security', [{ bearerAuth: [] }]),
        ...keepPublic(document),
      ),
    ];
  }
  const bearer = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Verified as RFC 8725 says.' };
  const openId = {
    type: 'openIdConnect',
    openIdConnectUrl: blank('https://login.example.com/.well-known/openid-configuration'),
  };
  return [
    askFor(
      document,
      'Declare a bearer token and require it',
      'behaviour',
      setKey(section, 'bearerAuth', bearer),
      setKey(root, 'security', [{ bearerAuth: [] }]),
      ...keepPublic(document),
    ),
    askFor(
      document,
      'Declare OpenID Connect and require it',
      'needs-value',
      setKey(section, 'openId', openId),
      setKey(root, 'security', [{ openId: [] }]),
      ...keepPublic(document),
    ),
  ];
}

/** Replaces the protocol at the start of an address: http to https, ws to wss. */
export function encryptAddress(url: View): Fix | undefined {
  const protocol = /^(http|ws|ftp):\/\//i.exec(url.string ?? '')?.[1];
  if (protocol === undefined) return undefined;
  const better = protocol.toLowerCase() === 'ws' ? 'wss' : 'https';
  return fix(`Use ${better}`, 'behaviour', {
    op: 'rewrite',
    at: { ...url.anchor('value'), span: [0, protocol.length] },
    text: better,
  });
}
