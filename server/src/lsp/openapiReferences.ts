import type { Location, Position } from 'vscode-languageserver/node';
import { referrersOf } from '../core/dialects/openapi/referrers.ts';
import { placesOf } from '../core/dialects/openapi/scheme-use.ts';
import { type Source, View } from '../core/syntax/view.ts';
import type { Workspace } from '../core/workspace.ts';
import { definitionAnchor } from './definition.ts';
import { hostOf, mayBeOpenApi, openApiOf, spotAt } from './openapi.ts';
import { distinct } from './systemNames.ts';
import { locationOf } from './toProtocol.ts';

/** Every `$ref` to a part of a contract, in all files, and every requirement of a security scheme. */
export function openApiReferences(
  workspace: Workspace,
  uri: string,
  position: Position,
  declared: boolean,
): readonly Location[] {
  if (!mayBeOpenApi(workspace, uri)) return [];
  const spot = spotAt(workspace, uri, position);
  if (!spot) return [];
  const here = spot.onKey ? { file: uri, chunk: spot.source.chunk, route: spot.route } : undefined;
  const anchor = definitionAnchor(workspace, spot) ?? here;
  const source = anchor && workspace.chunks(anchor.file)[anchor.chunk]?.parsed;
  if (!anchor || !source || source.syntax === 'dockerfile') return [];
  const target = View.root(source.source).at(...anchor.route);
  const sources = workspace.files.flatMap((it) => sourcesWithReferences(workspace, it));
  const found = [...referrersOf(target, sources, hostOf(workspace)), ...schemePlaces(workspace, target)];
  if (found.length === 0) return [];
  const all = declared ? [target.anchor('key'), ...found] : found;
  return distinct(all.flatMap((it) => locationOf(workspace, it) ?? []));
}

function sourcesWithReferences(workspace: Workspace, uri: string): readonly Source[] {
  if (workspace.text(uri)?.includes('$ref') !== true) return [];
  return workspace.chunks(uri).flatMap(({ parsed }) => (parsed.syntax === 'dockerfile' ? [] : [parsed.source]));
}

/** Where a document requires the scheme that is declared at this place. */
function schemePlaces(workspace: Workspace, target: View) {
  const name = target.route.at(-1);
  const scheme = typeof name === 'string' ? openApiOf(workspace, target.source)?.scheme(name) : undefined;
  const declaredHere = scheme?.entry.route.join('\n') === target.route.join('\n');
  return scheme && declaredHere ? placesOf(scheme).map((it) => it.view.anchor('key')) : [];
}
