import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic } from 'vscode-languageserver/node';
import type { Verdict } from '../core/policy/decide.ts';
import type { Workspace } from '../core/workspace.ts';
import { ignoreHere } from './ignoreHere.ts';
import type { ClientAbilities } from './session.ts';
import { diagnostic, rangeOf } from './toProtocol.ts';

/** The light bulb: proven fixes of the findings in the range, ignoring with a reason, and the rule's page. */
export function codeActions(workspace: Workspace, uri: string, { range, context }: CodeActionParams, client: ClientAbilities): CodeAction[] {
  const wanted = (kind: string): boolean => context.only === undefined || context.only.some((it) => kind === it || kind.startsWith(`${it}.`));
  const actions: CodeAction[] = [];
  if (wanted(CodeActionKind.QuickFix)) {
    const here = workspace.verdicts(uri).filter((it) => it.hidden === null && it.level !== 'off' && overlaps(rangeOf(workspace, it), range));
    for (const verdict of here) {
      const shown = diagnostic(workspace, uri, verdict, client.ownClient);
      actions.push(...ignoreHere(workspace, uri, verdict, shown, client), ...explain(workspace, verdict, shown, client));
    }
  }
  return actions;
}

function explain(workspace: Workspace, { finding }: Verdict, shown: Diagnostic, client: ClientAbilities): CodeAction[] {
  const rule = workspace.rule(finding.rule);
  if (!rule || !client.ownClient) return [];
  const title = `Explain: ${rule.title}`;
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [shown], command: { title, command: 'parapet.explainRule', arguments: [rule.id] } }];
}

function overlaps(a: CodeActionParams['range'], b: CodeActionParams['range']): boolean {
  const before = (x: { line: number; character: number }, y: { line: number; character: number }): boolean => x.line < y.line || (x.line === y.line && x.character <= y.character);
  return before(a.start, b.end) && before(b.start, a.end);
}
