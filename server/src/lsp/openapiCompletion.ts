import { type CompletionItem, CompletionItemKind, type Position } from 'vscode-languageserver/node';
import { kindOf } from '../core/dialects/openapi/describe.ts';
import type { SecurityScheme } from '../core/dialects/openapi/security.ts';
import { View } from '../core/syntax/view.ts';
import type { Workspace } from '../core/workspace.ts';
import { documentsOf, mayBeOpenApi, type Spot, spotAt } from './openapi.ts';

/** The names of schemes and scopes inside `security`. */
export function openApiCompletion(workspace: Workspace, uri: string, position: Position): CompletionItem[] {
  if (!mayBeOpenApi(workspace, uri)) return [];
  const spot = spotAt(workspace, uri, position);
  if (!spot) return [];
  const lines = (workspace.text(uri) ?? '').split(/\r?\n/);
  const wanted = isJson(workspace, uri) ? wantedInJson(spot) : wantedInYaml(lines, position);
  if (wanted === undefined) return [];
  const [document] = documentsOf(workspace, uri, spot.source);
  if (!document) return [];
  return wanted.scheme === undefined
    ? [...document.schemes.values()].map((it) => schemeItem(it, wanted.bare))
    : scopeItems(document.scheme(wanted.scheme));
}

/** The names of schemes, or the scopes of one. `bare`: only the name, because the rest stands there already. */
interface Wanted {
  readonly scheme?: string;
  readonly bare: boolean;
}

function isJson(workspace: Workspace, uri: string): boolean {
  return workspace.chunks(uri)[0]?.parsed.syntax === 'json';
}

/** JSON keeps its brackets while one types in its strings, so the tree tells. */
function wantedInJson({ source, route, onKey }: Spot): Wanted | undefined {
  const at = route.lastIndexOf('security');
  const [index, name, scope] = at < 0 ? [] : route.slice(at + 1);
  if (typeof index !== 'number' || typeof name !== 'string') return undefined;
  if (onKey) return { bare: true };
  return typeof scope === 'number' && View.root(source).at(...route).isScalar
    ? { scheme: name, bare: true }
    : undefined;
}

/** YAML is read by lines: what is being typed does not parse yet, or parses as something else. */
function wantedInYaml(lines: readonly string[], { line, character }: Position): Wanted | undefined {
  const before = (lines[line] ?? '').slice(0, character);
  const bare = /^\s*:/.test((lines[line] ?? '').slice(character).replace(/^[\w.-]*["']?/, ''));
  const onOneLine = /^\s*(?:-\s+)?["']?([^\s"':[\]{}]+)["']?\s*:\s*\[[^\]]*$/.exec(before)?.[1];
  const parents = parentsOf(lines, line, before.search(/\S|$/), /^\s*-/.test(before));
  const flow = flowOf(before, parents);
  if (flow !== undefined) return wantedInFlow(flow, bare);
  if (onOneLine !== undefined) return parents[0] === 'security' ? { scheme: onOneLine, bare: true } : undefined;
  if (!/^\s*(?:-\s*)?["']?[^\s"':#]*$/.test(before)) return undefined;
  if (parents[0] === 'security') return { bare };
  return parents[1] === 'security' && parents[0] !== undefined && /^\s*-/.test(before)
    ? { scheme: parents[0], bare: true }
    : undefined;
}

/** What stands before the cursor of a `security` list that is written in one line, or of one item of such a list. */
function flowOf(before: string, parents: readonly string[]): string | undefined {
  const list = /^.*(?:^|[\s{,])["']?security["']?\s*:\s*\[(.*)$/.exec(before)?.[1];
  if (list !== undefined) return list;
  return parents[0] === 'security' ? /^\s*-\s+(\{.*)$/.exec(before)?.[1] : undefined;
}

/** Names stand behind a brace or a comma, scopes behind a name and a bracket. */
function wantedInFlow(flow: string, bare: boolean): Wanted | undefined {
  const scheme = /(?:^|[{,[\s])["']?([^\s"':,[\]{}]+)["']?\s*:\s*\[[^[\]{}]*$/.exec(flow)?.[1];
  if (scheme !== undefined) return { scheme, bare: true };
  const open = [...flow].reduce((depth, it) => depth + (it === '[' ? 1 : it === ']' ? -1 : 0), 0);
  return open === 0 && /(?:^|[{,])\s*["']?[^\s"':,[\]{}]*$/.test(flow) ? { bare } : undefined;
}

/**
 * The keys that a line stands below, nearest first; at most two. The items of a list may stand as deep as its key, so
 * for an item a key of the same depth is above it.
 */
function parentsOf(lines: readonly string[], line: number, indent: number, item: boolean): readonly string[] {
  const found: string[] = [];
  let least = item ? indent + 1 : indent;
  for (let at = line - 1; at >= 0 && found.length < 2 && least > 0; at--) {
    const match = /^(\s*)(-\s+)?["']?([^\s"':#]+)["']?\s*:(?:\s|$)/.exec(lines[at] ?? '');
    if (!match) continue;
    const [, space = '', dash = '', key = ''] = match;
    // A key behind a dash stands where its name begins; what is above it stands at the dash.
    if (space.length + dash.length >= least) continue;
    found.push(key);
    least = dash === '' ? space.length : space.length + 1;
  }
  return found;
}

function schemeItem(scheme: SecurityScheme, bare: boolean): CompletionItem {
  return {
    label: scheme.name,
    detail: kindOf(scheme),
    kind: CompletionItemKind.Reference,
    insertText: bare ? scheme.name : `${scheme.name}: []`,
  };
}

/** OpenID Connect lists its scopes at the provider: nothing is known of them here. */
function scopeItems(scheme: SecurityScheme | undefined): CompletionItem[] {
  const items = new Map<string, CompletionItem>();
  for (const flow of scheme?.flows ?? []) {
    for (const [label, view] of flow.scopes.entries) {
      if (label.startsWith('x-') || items.has(label)) continue;
      const detail = view.text;
      items.set(label, { label, kind: CompletionItemKind.EnumMember, ...(detail === undefined ? {} : { detail }) });
    }
  }
  return [...items.values()];
}
