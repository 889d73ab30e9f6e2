import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Location,
  type Range,
} from 'vscode-languageserver/node';
import type { Verdict } from '../core/policy/decide.ts';
import { fingerprint } from '../core/policy/fingerprint.ts';
import { openedWords } from '../core/threat-model/opened-threats.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import type { Workspace } from '../core/workspace.ts';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;
const rank = { error: 0, warning: 1, info: 2, hint: 3, off: 4 } as const;

/** A file shows at most so many diagnostics, worst first; one more says how many are left. */
export const shownPerFile = 500;

/** Related places of one diagnostic; more than a reader follows only cost time on the wire. */
const shownRelated = 20;

/** Threats that one diagnostic names; a line that opens more of them says so by its first ones. */
const shownThreats = 3;

/** What a code action needs to find its verdict again. */
export interface DiagnosticData {
  readonly fingerprint: string;
}

/** The diagnostics of a file as the client shows them. */
export function diagnosticsOf(
  workspace: Workspace,
  uri: string,
  verdicts: readonly Verdict[],
  withPages: boolean,
): Diagnostic[] {
  const shown = verdicts.filter((it) => it.hidden === null && it.level !== 'off');
  if (shown.length <= shownPerFile) return shown.map((it) => diagnostic(workspace, uri, it, withPages));
  const worst = [...shown].sort((a, b) => rank[a.level] - rank[b.level]).slice(0, shownPerFile);
  const more = shown.length - shownPerFile;
  const head: Diagnostic = {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    severity: DiagnosticSeverity.Information,
    source: 'Parapet',
    code: 'parapet/more-findings',
    message: `${more} more findings are not shown in this file, none of them graver than these. "parapet check" lists them all; the policy can switch rules off.`,
  };
  return [head, ...worst.map((it) => diagnostic(workspace, uri, it, withPages))];
}

export function diagnostic(workspace: Workspace, uri: string, verdict: Verdict, withPages: boolean): Diagnostic {
  const { finding, level, reason, path, opens } = verdict;
  const threats = openedWords(finding, opens)
    .slice(0, shownThreats)
    .map(({ message, at }) => ({ message, at: at ?? finding.at }));
  const hops = path.flatMap((it) => (it.at ? [{ message: it.text, at: it.at }] : []));
  const related = [...threats, ...finding.related, ...hops]
    .slice(0, shownRelated)
    .flatMap((it): DiagnosticRelatedInformation[] => {
      const location = locationOf(workspace, it.at);
      return location ? [{ location, message: it.message }] : [];
    });
  const data: DiagnosticData = { fingerprint: printOf(workspace, uri, verdict) };
  return {
    range: rangeOf(workspace, verdict),
    severity: severities[level === 'off' ? 'hint' : level],
    source: 'Parapet',
    code: finding.rule,
    ...(withPages && workspace.rule(finding.rule)
      ? { codeDescription: { href: `parapet-rule:/${finding.rule}.md` } }
      : {}),
    message: reason === null ? finding.message : `${finding.message}\n${reason}`,
    ...(related.length > 0 ? { relatedInformation: related } : {}),
    data,
  };
}

export function printOf(workspace: Workspace, uri: string, { finding }: Verdict): string {
  return fingerprint(finding.rule, workspace.path(uri), finding.resource, finding.at);
}

export function rangeOf(workspace: Workspace, { finding }: Verdict): Range {
  if (finding.line !== undefined)
    return { start: { line: finding.line, character: 0 }, end: { line: finding.line + 1, character: 0 } };
  const place = workspace.place(finding.at);
  return place
    ? { start: place.start, end: place.end }
    : { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
}

export function locationOf(workspace: Workspace, at: Anchor): Location | undefined {
  const place = workspace.place(at);
  return place && { uri: place.uri, range: { start: place.start, end: place.end } };
}
