import { type CompletionItem, CompletionItemKind, type Position } from 'vscode-languageserver/node';
import type { Workspace } from '../core/workspace.ts';

const settings: readonly (readonly [key: string, detail: string])[] = [
  ['rules', 'levels by rule'],
  ['categories', 'levels by category'],
  ['overrides', 'other levels for some paths'],
  ['exclude', 'files that are not analysed'],
  ['trustedRegistries', 'registries that images may come from'],
  ['publicOperations', 'operations that are public on purpose'],
  ['accepted', 'risks that are accepted, with reason, owner and end'],
];
const levels = ['error', 'warning', 'info', 'hint', 'off'];

/** Completion in `.parapet.yaml`. It reads lines, not the tree, because what is being typed does not parse yet. */
export function policyCompletion(workspace: Workspace, uri: string, { line, character }: Position): CompletionItem[] {
  if (uri !== workspace.policyUri) return [];
  const lines = (workspace.text(uri) ?? '').split(/\r?\n/);
  const before = (lines[line] ?? '').slice(0, character);
  if (/^\s*(?:-\s+)?rule:\s+\S*$/.test(before)) return ruleItems(workspace, '');
  const parent = parentKey(lines, line, before.search(/\S|$/));
  if ((parent === 'rules' || parent === 'categories') && /^\s*[^\s#][^#]*:\s+\w*$/.test(before))
    return levels.map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
  if (!/^\s*(?:-\s+)?[\w/*-]*$/.test(before)) return [];
  if (parent === 'rules') return ruleItems(workspace, ': ');
  if (parent === 'categories')
    return [...new Set([...workspace.rules].map((it) => it.category))]
      .sort()
      .map((label) => ({ label, kind: CompletionItemKind.Property, insertText: `${label}: ` }));
  if (parent === undefined)
    return settings.map(([label, detail]) => ({
      label,
      detail,
      kind: CompletionItemKind.Property,
      insertText: `${label}:`,
    }));
  return [];
}

function ruleItems(workspace: Workspace, after: string): CompletionItem[] {
  return [...workspace.rules].map(({ id, title, why }) => ({
    label: id,
    detail: title,
    documentation: why,
    kind: CompletionItemKind.Value,
    insertText: `${id}${after}`,
  }));
}

/** The key that the line stands below: the nearest line above that is indented less. */
function parentKey(lines: readonly string[], line: number, indent: number): string | undefined {
  for (let at = line - 1; at >= 0 && indent > 0; at--) {
    const match = /^(\s*)(?:-\s+)?([\w-]+):\s*(?:#.*)?$/.exec(lines[at] ?? '');
    if (match && (match[1] ?? '').length < indent) return match[2];
  }
  return undefined;
}
