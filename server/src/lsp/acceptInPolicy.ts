import { type CodeAction, type Diagnostic, type WorkspaceEdit } from 'vscode-languageserver/node';
import { blank, hasBlank, type Patch } from '../core/fix/patch.ts';
import { planFix } from '../core/fix/plan.ts';
import { isRefusal } from '../core/fix/refusal.ts';
import type { Verdict } from '../core/policy/decide.ts';
import type { Workspace } from '../core/workspace.ts';
import { workspaceEdit } from './fixActions.ts';
import type { ClientAbilities } from './session.ts';

/** Writes an accepted risk into the team's policy: with a reason, an owner and a day, which only the user can fill in. */
export function acceptInPolicy(
  workspace: Workspace,
  uri: string,
  { finding }: Verdict,
  shown: Diagnostic,
  { client, until }: { readonly client: ClientAbilities; readonly until: string },
): CodeAction[] {
  if (workspace.root === '' || !client.snippetEdits || finding.rule.startsWith('parapet/')) return [];
  const words = { reason: blank('why the risk is taken'), owner: blank('who answers for it'), until: blank(until) };
  const edit = acceptanceEdit(workspace, uri, { finding }, words, client);
  if (!edit) return [];
  return [
    {
      title: `Accept this risk of ${finding.rule} in .parapet.yaml`,
      kind: 'quickfix.parapet.accept',
      diagnostics: [shown],
      edit,
    },
  ];
}

/** Who accepts a risk, why and until when; each may be a blank. */
interface Acceptance {
  readonly reason: string;
  readonly owner: string;
  /** yyyy-mm-dd. */
  readonly until: string;
}

/** The edit that adds the accepted risk to the policy, or creates the policy; undefined where neither can be done. */
export function acceptanceEdit(
  workspace: Workspace,
  uri: string,
  { finding }: Pick<Verdict, 'finding'>,
  words: Acceptance,
  client: ClientAbilities,
): WorkspaceEdit | undefined {
  if (finding.rule.startsWith('parapet/')) return undefined;
  const resource = finding.resource === null ? {} : { resource: finding.resource };
  const entry = { rule: finding.rule, paths: [workspace.path(uri)], ...resource, ...words };
  return entryEdit(workspace, entry, client);
}

/** The edit that accepts a threat that no finding stands for. */
export function threatAcceptanceEdit(
  workspace: Workspace,
  threat: string,
  words: Acceptance,
  client: ClientAbilities,
): WorkspaceEdit | undefined {
  return entryEdit(workspace, { threat, ...words }, client);
}

type Entry = { readonly [key: string]: string | readonly string[] };

function entryEdit(workspace: Workspace, entry: Entry, client: ClientAbilities): WorkspaceEdit | undefined {
  if (workspace.root === '') return undefined;
  const at = { file: workspace.policyUri, chunk: 0, route: ['accepted'] };
  const text = workspace.text(workspace.policyUri);
  const patch: Patch =
    text === undefined
      ? { op: 'create', at: { ...at, route: [] }, text: newPolicy(entry) }
      : { op: 'append', at, value: entry };
  const plan = planFix(
    (file) =>
      workspace.text(file) === undefined
        ? undefined
        : { text: workspace.text(file) ?? '', chunks: workspace.chunks(file) },
    [patch],
  );
  return isRefusal(plan) ? undefined : workspaceEdit(workspace, plan, client);
}

/** The day so many months from now, as a proposal for the end of an accepted risk. */
export function inMonths(months: number): string {
  const day = new Date();
  day.setUTCMonth(day.getUTCMonth() + months);
  return day.toISOString().slice(0, 10);
}

function newPolicy(entry: Entry): string {
  // A JSON string is a YAML string (YAML 1.2.2, 1.3): paths and names may hold anything. A blank is no text yet.
  const isPlain = (key: string, value: Entry[string]): boolean =>
    key === 'rule' || key === 'until' || hasBlank(String(value));
  const lines = Object.entries(entry).map(
    ([key, value]) => `    ${key}: ${isPlain(key, value) ? String(value) : JSON.stringify(value)}`,
  );
  const [first = '', ...rest] = lines;
  return ['accepted:', first.replace('    ', '  - '), ...rest, ''].join('\n');
}
