import type { Hover, Position } from 'vscode-languageserver/node';
import type { Verdict } from '../core/policy/decide.ts';
import type { Workspace } from '../core/workspace.ts';
import { openApiHover } from './openapiHover.ts';
import { escape } from './text.ts';
import { rangeOf } from './toProtocol.ts';

/** What is known of the thing under the cursor, and the findings there: why they matter, and what to do. */
export function hover(workspace: Workspace, uri: string, at: Position, ownClient: boolean): Hover | null {
  const here = workspace
    .verdicts(uri)
    .filter((it) => it.level !== 'off' && it.hidden?.by !== 'policy' && contains(rangeOf(workspace, it), at));
  const [first] = here;
  const help = openApiHover(workspace, uri, at);
  if (!first) return help && { range: help.range, contents: { kind: 'markdown', value: help.markdown } };
  const parts = [...(help ? [help.markdown] : []), ...here.map((it) => explain(workspace, it, ownClient))];
  return { range: rangeOf(workspace, first), contents: { kind: 'markdown', value: parts.join('\n\n---\n\n') } };
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
