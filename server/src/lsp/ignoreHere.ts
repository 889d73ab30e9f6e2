import {
  type CodeAction,
  type Diagnostic,
  SnippetTextEdit,
  StringValue,
  type TextDocumentEdit,
} from 'vscode-languageserver/node';
import type { Verdict } from '../core/policy/decide.ts';
import { extensionOf } from '../core/syntax/recognise.ts';
import type { Workspace } from '../core/workspace.ts';
import type { ClientAbilities } from './session.ts';
import { rangeOf } from './toProtocol.ts';

/** A comment above the line that silences the rule there; it has no effect until a reason is written. */
export function ignoreHere(
  workspace: Workspace,
  uri: string,
  verdict: Verdict,
  shown: Diagnostic,
  client: ClientAbilities,
): CodeAction[] {
  // JSON has no comments: its way is the policy.
  if (extensionOf(uri) === 'json' || !client.snippetEdits) return [];
  const { line } = rangeOf(workspace, verdict).start;
  const text = workspace.text(uri) ?? '';
  const start = workspace.lines(uri).offset({ line, character: 0 });
  const indent = /^[ \t]*/.exec(text.slice(start, start + 400))?.[0] ?? '';
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const at = { start: { line, character: 0 }, end: { line, character: 0 } };
  const snippet: SnippetTextEdit = {
    range: at,
    snippet: StringValue.createSnippet(
      `${indent}# parapet-ignore ${verdict.finding.rule}: \${1:why it is right here}${end}`,
    ),
  };
  const edit: TextDocumentEdit = { textDocument: { uri, version: null }, edits: [snippet] };
  return [
    {
      title: `Ignore ${verdict.finding.rule} here, with a reason`,
      kind: 'quickfix.parapet.ignore',
      diagnostics: [shown],
      edit: { documentChanges: [edit] },
    },
  ];
}
