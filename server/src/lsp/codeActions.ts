import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic } from 'vscode-languageserver/node';
import type { Verdict } from '../core/policy/decide.ts';
import type { Workspace } from '../core/workspace.ts';
import { acceptInPolicy, inMonths } from './acceptInPolicy.ts';
import { fixActions, fixAllOfRule, fixAllSafe } from './fixActions.ts';
import { ignoreHere } from './ignoreHere.ts';
import type { ClientAbilities } from './session.ts';
import { diagnostic, rangeOf } from './toProtocol.ts';

/** The light bulb: proven fixes of the findings in the range, ignoring with a reason, and the rule's page. */
export function codeActions(
  workspace: Workspace,
  uri: string,
  { range, context }: CodeActionParams,
  client: ClientAbilities,
  verdicts: readonly Verdict[] = workspace.verdicts(uri),
): CodeAction[] {
  // A client may ask for a kind, for one around it, or for one inside it (LSP 3.18, CodeActionKind).
  const contains = (outer: string, kind: string): boolean => kind === outer || kind.startsWith(`${outer}.`);
  const asked = (kind: string): boolean => context.only === undefined || context.only.some((it) => contains(it, kind));
  const actions: CodeAction[] = [];
  if (
    context.only === undefined ||
    context.only.some((it) => contains(it, CodeActionKind.QuickFix) || contains(CodeActionKind.QuickFix, it))
  ) {
    const here = verdicts.filter(
      (it) => it.hidden === null && it.level !== 'off' && overlaps(rangeOf(workspace, it), range),
    );
    const shown = new Map(here.map((it) => [it, diagnostic(workspace, uri, it, client.ownClient)]));
    const each = (make: (verdict: Verdict, diagnostic: Diagnostic) => CodeAction[]): CodeAction[] =>
      [...shown].flatMap(([verdict, it]) => make(verdict, it));
    const ignoring = each((verdict, it) => ignoreHere(workspace, uri, verdict, it, client));
    const accepting = each((verdict, it) =>
      acceptInPolicy(workspace, uri, verdict, it, { client, until: inMonths(3) }),
    );
    const explaining = each((verdict, it) => explain(workspace, verdict, it, client));
    const isShort = client.ownClient && context.only?.some((it) => it.startsWith('quickfix.')) !== true;
    const folded = (list: readonly CodeAction[], title: string, command: string): readonly CodeAction[] =>
      isShort && list.length > 1 ? [{ title, kind: CodeActionKind.QuickFix, command: { title, command } }] : list;
    // Mending comes first, then silencing, then reading. Several findings at one place would bury the fixes.
    actions.push(
      ...each((verdict, it) => fixActions(workspace, verdict, it, client)),
      ...each((verdict, it) => fixAllOfRule(workspace, uri, verdict, it, client)),
      ...folded(ignoring, `Ignore one of the ${ignoring.length} findings here, with a reason…`, 'parapet.ignoreHere'),
      ...folded(accepting, `Accept the risk of one of the ${accepting.length} findings here…`, 'parapet.acceptHere'),
      ...folded(explaining, `Explain one of the ${explaining.length} findings here…`, 'parapet.explainRule'),
    );
  }
  if (context.only !== undefined && asked('source.fixAll.parapet')) actions.push(...fixAllSafe(workspace, uri, client));
  return actions.filter((it) => it.kind === undefined || asked(it.kind));
}

function explain(workspace: Workspace, { finding }: Verdict, shown: Diagnostic, client: ClientAbilities): CodeAction[] {
  const rule = workspace.rule(finding.rule);
  if (!rule || !client.ownClient) return [];
  const title = `Explain: ${rule.title}`;
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [shown],
      command: { title, command: 'parapet.explainRule', arguments: [rule.id] },
    },
  ];
}

function overlaps(a: CodeActionParams['range'], b: CodeActionParams['range']): boolean {
  const before = (x: { line: number; character: number }, y: { line: number; character: number }): boolean =>
    x.line < y.line || (x.line === y.line && x.character <= y.character);
  return before(a.start, b.end) && before(b.start, a.end);
}
