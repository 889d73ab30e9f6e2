import {
  type AnnotatedTextEdit,
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type SnippetTextEdit,
  StringValue,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { fixAll, offeredFixes } from '../core/fixes.ts';
import { fillBlanks, type Fix, hasBlank, toSnippet } from '../core/fix/patch.ts';
import type { Plan } from '../core/fix/plan.ts';
import type { Verdict } from '../core/policy/decide.ts';
import type { Edit } from '../core/text/edit.ts';
import { LineIndex } from '../core/text/lines.ts';
import type { Workspace } from '../core/workspace.ts';
import type { ClientAbilities } from './session.ts';

const safetyWords = { safe: '', behaviour: ' (may change behaviour)', 'needs-value': ' (needs a value)' } as const;

/** The proven fixes of one finding. */
export function fixActions(
  workspace: Workspace,
  verdict: Verdict,
  shown: Diagnostic,
  client: ClientAbilities,
): CodeAction[] {
  return offeredFixes(workspace, verdict).flatMap((fix, index): CodeAction[] => {
    const edit = workspaceEdit(workspace, fix.edits, client);
    if (!edit) return [];
    return [
      {
        title: `${fix.title}${safetyWords[fix.safety]}`,
        kind: CodeActionKind.QuickFix,
        diagnostics: [shown],
        edit,
        ...(index === 0 && fix.safety === 'safe' ? { isPreferred: true } : {}),
      },
    ];
  });
}

/** "Fix all of this rule in this file", when there are several with a fix of the first one's kind. */
export function fixAllOfRule(
  workspace: Workspace,
  uri: string,
  verdict: Verdict,
  shown: Diagnostic,
  client: ClientAbilities,
): CodeAction[] {
  const { rule } = verdict.finding;
  const same = workspace
    .verdicts(uri)
    .filter((it) => it.hidden === null && it.finding.rule === rule && pickFixAll(it) !== undefined);
  if (same.length < 2) return [];
  const title = `Fix all ${same.length} of ${rule} in this file`;
  const action: CodeAction = { title, kind: CodeActionKind.QuickFix, diagnostics: [shown] };
  // Proving many fixes takes a moment: who can wait for the edit is given it when he chooses the action.
  if (client.resolvesEdits) return [{ ...action, data: { uri, rule } satisfies FixAllData }];
  const edit = fixAllEdit(workspace, { uri, rule }, client);
  return edit ? [{ ...action, edit }] : [];
}

/** What an action without an edit carries, to be made whole by {@link resolveFixAll}. */
interface FixAllData {
  readonly uri: string;
  readonly rule: string;
}

/** Gives the chosen action its edit; the same action when nothing can be proven any more. */
export function resolveFixAll(
  workspaceOf: (uri: string) => Workspace,
  action: CodeAction,
  client: ClientAbilities,
): CodeAction {
  const data: unknown = action.data;
  if (!isFixAllData(data)) return action;
  const edit = fixAllEdit(workspaceOf(data.uri), data, client);
  return edit ? { ...action, edit } : action;
}

function isFixAllData(data: unknown): data is FixAllData {
  if (typeof data !== 'object' || data === null || !('uri' in data) || !('rule' in data)) return false;
  return typeof data.uri === 'string' && typeof data.rule === 'string';
}

function fixAllEdit(
  workspace: Workspace,
  { uri, rule }: FixAllData,
  client: ClientAbilities,
): WorkspaceEdit | undefined {
  const { texts, count } = fixAll(workspace, [uri], (it) => (it.finding.rule === rule ? pickFixAll(it) : undefined));
  return count > 0 ? workspaceEdit(workspace, replaced(workspace, texts), client) : undefined;
}

/** The first fix that needs nobody to fill in a value. */
function pickFixAll({ finding }: Verdict): Fix | undefined {
  return finding.fixes.find((it) => it.safety !== 'needs-value');
}

/** `source.fixAll.parapet`: every safe fix of the file, as on save. */
export function fixAllSafe(workspace: Workspace, uri: string, client: ClientAbilities): CodeAction[] {
  const { texts, count } = fixAll(workspace, [uri], ({ finding }) => finding.fixes.find((it) => it.safety === 'safe'));
  const edit = workspaceEdit(workspace, replaced(workspace, texts), client);
  if (count === 0 || !edit) return [];
  return [{ title: `Apply ${count} safe ${count === 1 ? 'fix' : 'fixes'}`, kind: 'source.fixAll.parapet', edit }];
}

/** The edits that lead to the new texts, each as small as a common beginning and end allow. */
function replaced(workspace: Workspace, texts: ReadonlyMap<string, string>): Plan {
  return new Map([...texts].map(([uri, text]) => [uri, [difference(workspace.text(uri) ?? '', text)]]));
}

function difference(before: string, after: string): Edit {
  const limit = Math.min(before.length, after.length);
  let start = 0;
  while (start < limit && before[start] === after[start]) start++;
  let end = 0;
  while (end < limit - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { start, end: before.length - end, text: after.slice(start, after.length - end) };
}

/** Blanks become tab stops where the client knows snippets in edits, else their proposals stand. */
export function workspaceEdit(workspace: Workspace, plan: Plan, client: ClientAbilities): WorkspaceEdit | undefined {
  if (!client.documentChanges) {
    // The older form of an edit cannot create files.
    if ([...plan.keys()].some((uri) => workspace.text(uri) === undefined)) return undefined;
    return {
      changes: Object.fromEntries(
        [...plan].map(([uri, edits]) => [uri, edits.map((it) => textEdit(workspace, uri, it))]),
      ),
    };
  }
  return {
    documentChanges: [...plan].flatMap(([uri, edits]) => {
      const change: TextDocumentEdit = {
        textDocument: { uri, version: null },
        edits: edits.map((it) => richEdit(workspace, uri, it, client)),
      };
      return workspace.text(uri) === undefined ? [{ kind: 'create' as const, uri }, change] : [change];
    }),
  };
}

function richEdit(
  workspace: Workspace,
  uri: string,
  edit: Edit,
  client: ClientAbilities,
): TextEdit | AnnotatedTextEdit | SnippetTextEdit {
  if (!client.snippetEdits || !hasBlank(edit.text)) return textEdit(workspace, uri, edit);
  return { range: textEdit(workspace, uri, edit).range, snippet: StringValue.createSnippet(toSnippet(edit.text)) };
}

function textEdit(workspace: Workspace, uri: string, { start, end, text }: Edit): TextEdit {
  const lines = workspace.text(uri) === undefined ? new LineIndex('') : workspace.lines(uri);
  return { range: { start: lines.position(start), end: lines.position(end) }, newText: fillBlanks(text) };
}
