import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver/node';
import type { ComponentType } from '../core/threat-model/model.ts';
import type { Workspace } from '../core/workspace.ts';
import { locationOf } from './toProtocol.ts';

const kinds: Readonly<Record<ComponentType, SymbolKind>> = {
  process: SymbolKind.Module,
  'data-store': SymbolKind.Struct,
  'external-entity': SymbolKind.Interface,
};

/** A list longer than this is not read; the editor asks again with more letters. */
const most = 200;

/** The components whose name, or one of whose other names, has the letters of the query in their order. */
export function workspaceSymbols(workspace: Workspace, query: string): WorkspaceSymbol[] {
  const { components, boundaries } = workspace.threatModel();
  const places = new Map(boundaries.map((it) => [it.id, it.name]));
  const found: WorkspaceSymbol[] = [];
  for (const { name, aliases, type, at, boundary } of components) {
    if (found.length >= most) break;
    if (![name, ...aliases].some((it) => hasLetters(it.toLowerCase(), query.toLowerCase()))) continue;
    const location = at && locationOf(workspace, at);
    const containerName = boundary === null ? undefined : places.get(boundary);
    if (location) found.push({ name, kind: kinds[type], location, ...(containerName ? { containerName } : {}) });
  }
  return found;
}

function hasLetters(text: string, letters: string): boolean {
  let at = 0;
  for (const it of letters) {
    const next = text.indexOf(it, at);
    if (next < 0) return false;
    at = next + it.length;
  }
  return true;
}
