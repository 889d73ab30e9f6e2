import type { Hover, Position } from 'vscode-languageserver/node';
import type { Verdict } from '../core/policy/decide.ts';
import { openedWords } from '../core/threat-model/opened-threats.ts';
import type { Workspace } from '../core/workspace.ts';
import { openApiHover } from './openapiHover.ts';
import type { Known } from './project.ts';
import { systemHover } from './systemHover.ts';
import { contains } from './systemNames.ts';
import { escape } from './text.ts';
import { rangeOf } from './toProtocol.ts';

/** What is known of the thing under the cursor, and the findings there: why they matter, and what to do. */
export function hover(
  workspace: Workspace,
  uri: string,
  at: Position,
  ownClient: boolean,
  known: Known = { verdicts: workspace.verdicts(uri), mentions: workspace.mentions },
): Hover | null {
  const here = known.verdicts.filter(
    (it) => it.level !== 'off' && it.hidden?.by !== 'policy' && contains(rangeOf(workspace, it), at),
  );
  const helps = [systemHover(workspace, known.mentions(), uri, at), openApiHover(workspace, uri, at)].flatMap(
    (it) => it ?? [],
  );
  const [first] = here;
  const range = helps[0]?.range ?? (first && rangeOf(workspace, first));
  if (!range) return null;
  const parts = [...helps.map((it) => it.markdown), ...here.map((it) => explain(workspace, it, ownClient))];
  return { range, contents: { kind: 'markdown', value: parts.join('\n\n---\n\n') } };
}

function explain(
  workspace: Workspace,
  { finding, level, reason, hidden, path, opens }: Verdict,
  ownClient: boolean,
): string {
  const rule = workspace.rule(finding.rule);
  const link = ownClient
    ? `[${finding.rule}](command:parapet.explainRule?${encodeURIComponent(JSON.stringify([finding.rule]))})`
    : `\`${finding.rule}\``;
  return [
    `**${rule?.title ?? finding.rule}** · ${level} · ${link}`,
    ...(rule ? ['', escape(rule.why), '', `**Remedy.** ${escape(rule.remedy)}`] : []),
    ...(reason === null ? [] : ['', `*${escape(reason)}*`]),
    ...path.map((it) => `- ${escape(it.text)}`),
    ...openedWords(finding, opens).flatMap((it) => ['', escape(it.message)]),
    ...(hidden === null ? [] : ['', `Hidden: ${escape(hidden.reason)}`]),
  ].join('\n');
}
