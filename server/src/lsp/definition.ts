import type { Definition, DefinitionLink, Location, Position, Range } from 'vscode-languageserver/node';
import { References } from '../core/dialects/openapi/references.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import { View } from '../core/syntax/view.ts';
import type { Workspace } from '../core/workspace.ts';
import { documentsOf, hostOf, mayBeOpenApi, type Spot, spotAt } from './openapi.ts';
import { schemeNameAt } from './openapiHover.ts';
import { declarationsOf, nameAt } from './systemNames.ts';
import { locationOf } from './toProtocol.ts';

/**
 * From a reference of a contract to what it leads to; from a requirement to its scheme or scope; from the name of a
 * part of the system to everything that declares it. `links`: the client takes the range of what was asked about.
 */
export function definition(
  workspace: Workspace,
  uri: string,
  position: Position,
  links: boolean,
): Definition | DefinitionLink[] | null {
  const inContract = contractTarget(workspace, uri, position);
  const name = inContract ? undefined : nameAt(workspace, uri, position);
  const origin = inContract?.range ?? name?.range;
  const targets = inContract
    ? [inContract.target]
    : name
      ? declarationsOf(workspace, name.subjects, { uri, ...name })
      : [];
  const [first, ...others] = targets;
  if (!first) return null;
  if (!links) return others.length === 0 ? first : [...targets];
  return targets.map(
    (it): DefinitionLink => ({
      targetUri: it.uri,
      targetRange: it.range,
      targetSelectionRange: it.range,
      ...(origin ? { originSelectionRange: origin } : {}),
    }),
  );
}

function contractTarget(
  workspace: Workspace,
  uri: string,
  position: Position,
): { readonly target: Location; readonly range: Range | undefined } | undefined {
  // A part of a contract in a file of its own is no document, but its references lead on.
  const mayRefer = mayBeOpenApi(workspace, uri) || workspace.text(uri)?.includes('$ref') === true;
  const spot = mayRefer ? spotAt(workspace, uri, position) : undefined;
  const anchor = spot && definitionAnchor(workspace, spot);
  const target = anchor && locationOf(workspace, anchor);
  if (!spot || !target) return undefined;
  const part = spot.onKey ? ({ part: 'key' } as const) : {};
  const own = workspace.place({ file: uri, chunk: spot.source.chunk, route: spot.route, ...part });
  return { target, range: own && { start: own.start, end: own.end } };
}

/** What a reference or a requirement under the cursor leads to, inside contracts. */
export function definitionAnchor(workspace: Workspace, spot: Spot): Anchor | undefined {
  return referenceTarget(workspace, spot) ?? securityTarget(workspace, spot);
}

/** One hop, as the author wrote it: the target may be a reference again. */
function referenceTarget(workspace: Workspace, { source, route }: Spot): Anchor | undefined {
  const last = route.at(-1);
  if (last !== '$ref' && last !== '$dynamicRef') return undefined;
  const holder = View.root(source).at(...route.slice(0, -1));
  const reference = holder.get(last).string;
  if (reference === undefined) return undefined;
  const target = new References(hostOf(workspace), true).target(holder, reference).view;
  return target?.anchor('key');
}

function securityTarget(workspace: Workspace, { source, route }: Spot): Anchor | undefined {
  const name = schemeNameAt(route);
  if (name === undefined) return undefined;
  const schemes = documentsOf(workspace, source.file, source).map((it) => it.scheme(name));
  const scheme = schemes.find((it) => it !== undefined);
  if (!scheme) return undefined;
  const scope = typeof route.at(-1) === 'number' ? View.root(source).at(...route).text : undefined;
  const declared = scope === undefined ? undefined : scheme.flows.find((it) => it.scopes.has(scope))?.scopes.get(scope);
  return declared?.anchor('key') ?? scheme.entry.anchor('key');
}
