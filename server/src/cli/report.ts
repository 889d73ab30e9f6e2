import { relative } from 'node:path';
import { fingerprint, jsonPointer } from '../core/policy/fingerprint.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import type { FileStatus, Place } from '../core/workspace.ts';
import type { RuleMeta } from '../core/rules/rule.ts';
import type { Verdict } from '../core/policy/decide.ts';
import type { Position } from '../core/text/lines.ts';
import { pathOfUri, uriOfPath } from '../node/uris.ts';

export interface ReportRange {
  readonly start: Position;
  readonly end: Position;
}

/** A finding as the command prints it; docs/cli.md holds the schema. */
export interface ReportFinding {
  readonly rule: string;
  readonly title: string;
  readonly category: string;
  readonly severity: string;
  readonly level: string;
  readonly confidence: string;
  readonly message: string;
  readonly reason: string | null;
  readonly equivalents: readonly string[];
  readonly file: string;
  readonly range: ReportRange;
  readonly pointer: string;
  readonly resource: string | null;
  readonly fingerprint: string;
  readonly fixes: readonly { readonly title: string; readonly safety: string }[];
  readonly related: readonly { readonly file: string; readonly range: ReportRange; readonly message: string }[];
  /** The threats of the model that it opens, by their ids in `parapet model`. */
  readonly opens: readonly { readonly threat: string; readonly title: string }[];
  readonly suppressed: { readonly by: string; readonly reason: string } | null;
}

export interface ReportFile {
  readonly file: string;
  readonly dialects: readonly string[];
  readonly analysed: boolean;
  readonly why: string | null;
}

export interface Report {
  readonly files: readonly ReportFile[];
  readonly findings: readonly ReportFinding[];
}

/** What a report is made from: a workspace, or a batch of files that stand still. */
export interface Judged {
  path(uri: string): string;
  status(uri: string): FileStatus;
  verdicts(uri: string): readonly Verdict[];
  place(anchor: Anchor): Place | undefined;
  rule(id: string): RuleMeta | undefined;
}

const here = `${uriOfPath(process.cwd())}/`;

/** Paths are told relative to the current folder, with forward slashes. */
export function fileOf(uri: string): string {
  // Most files lie below the current folder, and their names stand in the URI as they are.
  if (uri.startsWith(here) && uri.length > here.length && !uri.includes('%')) return uri.slice(here.length);
  const path = pathOfUri(uri);
  return path === undefined ? uri : relative(process.cwd(), path).replaceAll('\\', '/') || '.';
}

export function reportFile(workspace: Judged, uri: string): ReportFile {
  return { file: fileOf(uri), ...workspace.status(uri) };
}

export function reportFindings(workspace: Judged, uri: string): readonly ReportFinding[] {
  const counts = new Map<string, number>();
  return workspace.verdicts(uri).flatMap((verdict) => {
    if (verdict.level === 'off') return [];
    const print = fingerprint(verdict.finding.rule, workspace.path(uri), verdict.finding.resource, verdict.finding.at);
    const count = counts.get(print) ?? 0;
    counts.set(print, count + 1);
    return [reportFinding(workspace, uri, verdict, count === 0 ? print : `${print}:${count}`)];
  });
}

function reportFinding(
  workspace: Judged,
  uri: string,
  { finding, level, reason, hidden, path, opens }: Verdict,
  print: string,
): ReportFinding {
  const rule = workspace.rule(finding.rule);
  const hops = path.flatMap((it) => (it.at ? [{ message: it.text, at: it.at }] : []));
  return {
    rule: finding.rule,
    title: rule?.title ?? finding.rule,
    category: rule?.category ?? 'hygiene',
    severity: finding.severity,
    level,
    confidence: finding.confidence,
    message: finding.message,
    reason,
    equivalents: finding.equivalents,
    file: fileOf(uri),
    range: rangeAt(workspace, finding.at, finding.line),
    pointer: jsonPointer(finding.at),
    resource: finding.resource,
    fingerprint: print,
    fixes: finding.fixes.map(({ title, safety }) => ({ title, safety })),
    related: [...finding.related, ...hops].map((it) => ({
      file: fileOf(it.at.file),
      range: rangeAt(workspace, it.at),
      message: it.message,
    })),
    opens: opens.map(({ id, title }) => ({ threat: id, title })),
    suppressed: hidden,
  };
}

export function rangeAt(workspace: Pick<Judged, 'place'>, at: Anchor, line?: number): ReportRange {
  const place: Place | undefined = line === undefined ? workspace.place(at) : undefined;
  if (place) return { start: place.start, end: place.end };
  return {
    start: { line: line ?? 0, character: 0 },
    end: { line: (line ?? 0) + (line === undefined ? 0 : 1), character: 0 },
  };
}
