import type { Location, Position } from 'vscode-languageserver/node';
import { References } from '../core/dialects/openapi/references.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import { View } from '../core/syntax/view.ts';
import type { Workspace } from '../core/workspace.ts';
import { documentsOf, hostOf, mayBeOpenApi, type Spot, spotAt } from './openapi.ts';
import { schemeNameAt } from './openapiHover.ts';
import { locationOf } from './toProtocol.ts';

/** From a reference to what it leads to, in this file or another one; from a requirement to its scheme or scope. */
export function definition(workspace: Workspace, uri: string, position: Position): Location | null {
  // A part of a contract in a file of its own is no document, but its references lead on.
  const mayRefer = mayBeOpenApi(workspace, uri) || workspace.text(uri)?.includes('$ref') === true;
  const spot = mayRefer ? spotAt(workspace, uri, position) : undefined;
  if (!spot) return null;
  const target = referenceTarget(workspace, spot) ?? securityTarget(workspace, spot);
  return (target && locationOf(workspace, target)) ?? null;
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
