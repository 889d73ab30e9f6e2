import type { Hover, Position } from 'vscode-languageserver/node';
import type { Verdict } from '../core/policy/decide.ts';
import type { Workspace } from '../core/workspace.ts';
import { rangeOf } from './toProtocol.ts';

/** Explains the findings under the cursor: why they matter, what to do, and why they weigh what they weigh. */
export function hover(workspace: Workspace, uri: string, at: Position, ownClient: boolean): Hover | null {
  const here = workspace
    .verdicts(uri)
    .filter((it) => it.level !== 'off' && it.hidden?.by !== 'policy' && contains(rangeOf(workspace, it), at));
  const [first] = here;
  if (!first) return null;
  return {
    range: rangeOf(workspace, first),
    contents: { kind: 'markdown', value: here.map((it) => explain(workspace, it, ownClient)).join('\n\n---\n\n') },
  };
}

function explain(workspace: Workspace, { finding, level, reason, hidden, path }: Verdict, ownClient: boolean): string {
  const rule = workspace.rule(finding.rule);
  const link = ownClient
    ? `[${finding.rule}](command:parapet.explainRule?${encodeURIComponent(JSON.stringify([finding.rule]))})`
    : `\`${finding.rule}\``;
  return [
    `**${rule?.title ?? finding.rule}** · ${level} · ${link}`,
    ...(rule ? ['', escape(rule.why), '', `**Remedy.** ${escape(rule.remedy)}`] : []),
    ...(reason === null ? [] : ['', `*${escape(reason)}*`]),
    ...path.map((it) => `- ${escape(it.text)}`),
    ...(hidden === null ? [] : ['', `Hidden: ${escape(hidden.reason)}`]),
  ].join('\n');
}

function contains(range: { start: Position; end: Position }, { line, character }: Position): boolean {
  const after = line > range.start.line || (line === range.start.line && character >= range.start.character);
  const before = line < range.end.line || (line === range.end.line && character <= range.end.character);
  return after && before;
}

/** Names from foreign files stay text: no links, no HTML, no code. */
export function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&');
}
