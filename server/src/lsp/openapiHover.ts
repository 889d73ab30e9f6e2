import type { Position, Range } from 'vscode-languageserver/node';
import { kindOf, summarise } from '../core/dialects/openapi/describe.ts';
import type { OpenApiDocument } from '../core/dialects/openapi/document.ts';
import { methods, type Operation } from '../core/dialects/openapi/operation.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import type { Component } from '../core/threat-model/model.ts';
import type { Workspace } from '../core/workspace.ts';
import { documentsOf, mayBeOpenApi, type Spot, spotAt } from './openapi.ts';
import { escape } from './text.ts';
import { exposures } from './exposures.ts';

export interface Help {
  readonly markdown: string;
  readonly range: Range;
}

/** On the key of an operation: its effective security, exposure, limits and data. On a scheme's name: what it is. */
export function openApiHover(workspace: Workspace, uri: string, position: Position): Help | null {
  // Before anything is parsed: files of other dialects cost nothing.
  if (!mayBeOpenApi(workspace, uri)) return null;
  const spot = spotAt(workspace, uri, position);
  if (!spot?.onKey) return null;
  let found: string | undefined;
  for (const document of documentsOf(workspace, uri, spot.source))
    found ??= describeOperation(workspace, document, spot) ?? describeScheme(document, spot);
  if (found === undefined) return null;
  const place = workspace.place({ file: uri, chunk: spot.source.chunk, route: spot.route, part: 'key' });
  return place ? { markdown: found, range: { start: place.start, end: place.end } } : null;
}

function describeOperation(
  workspace: Workspace,
  document: OpenApiDocument,
  { route, source }: Spot,
): string | undefined {
  const operation = document.operations.find(
    ({ entry }) => entry.source.file === source.file && same(entry.route, route),
  );
  if (!operation) return undefined;
  const { label, security, limits, data } = summarise(operation);
  const lines = [security, exposureOf(workspace, operation), ...limits, ...data];
  return [`**${escape(label)}**`, '', ...lines.filter((it) => it !== '').map((it) => `- ${escape(it)}`)].join('\n');
}

/** How far away the component that serves the contract can be reached, if the model knows one. */
function exposureOf(workspace: Workspace, operation: Operation): string {
  if (operation.kind !== 'path') return 'The API makes this call; it does not serve it.';
  const component = componentOf(workspace, operation.document);
  return component ? `Served by ${component.name}: ${exposures[component.exposure].toLowerCase()}.` : '';
}

/** The component of the threat model that serves a contract. */
export function componentOf(workspace: Workspace, document: OpenApiDocument): Component | undefined {
  const { file, chunk } = document.at;
  const declares = (at: Anchor | null): boolean => at?.file === file && at.chunk === chunk;
  return workspace.threatModel().components.find((it) => declares(it.at) || it.parts.some((part) => declares(part.at)));
}

function describeScheme(document: OpenApiDocument, { route }: Spot): string | undefined {
  const name = schemeNameAt(route);
  const scheme = name === undefined ? undefined : document.scheme(name);
  if (!scheme) return undefined;
  const scopes = [...scheme.scopes];
  const description = scheme.view.get('description').text;
  return [
    `**${escape(scheme.name)}** · ${escape(kindOf(scheme))}`,
    ...(description === undefined ? [] : ['', escape(description)]),
    ...(scopes.length === 0 ? [] : ['', `Scopes: ${escape(scopes.join(', '))}`]),
  ].join('\n');
}

/** The name of a requirement's scheme, where the route leads to one: `security`, index, name. */
export function schemeNameAt(route: Spot['route']): string | undefined {
  const at = route.lastIndexOf('security');
  const [index, name] = route.slice(at + 1);
  const isList = at >= 0 && typeof index === 'number' && typeof name === 'string';
  // Elsewhere the word is only a property's or a path's name; a path item in a file of its own begins with the method.
  const [first] = route;
  return isList && (at === 0 || at >= 2 || methods.some((it) => it === first)) ? name : undefined;
}

function same(a: Spot['route'], b: Spot['route']): boolean {
  return a.length === b.length && a.every((it, i) => it === b[i]);
}
