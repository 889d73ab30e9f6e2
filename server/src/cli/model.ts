import { allRules } from '../core/rules/all.gen.ts';
import type { Evidence, ThreatModel } from '../core/threat-model/model.ts';
import { type AttackPath, attackPathsOf } from '../core/threat-model/attack-paths.ts';
import { openThreatModel } from '../core/threat-model/export/otm.ts';
import { modelReport, type PlaceOf } from '../core/threat-model/export/report.ts';
import { baseName } from '../core/threat-model/folder.ts';
import { reachesOf } from '../core/threat-model/reach.ts';
import { Workspace } from '../core/workspace.ts';
import { load, rootOf } from '../node/load.ts';
import { uriOfPath } from '../node/uris.ts';
import { Usage } from './arguments.ts';
import { today } from './check.ts';
import { mermaid } from './formats/mermaid.ts';
import { fileOf, rangeAt } from './report.ts';

/** `parapet model`: the threat model of a folder; docs/cli.md holds the schema. */
export function model(path: string, format: string, write: (text: string) => void): number {
  const print = formats[format];
  if (!print) throw new Usage(`--format is one of ${Object.keys(formats).join(', ')}`);
  const workspace = new Workspace({ rules: allRules, today: today(), root: uriOfPath(rootOf([path])) });
  workspace.apply(load([path]).changes);
  write(print(workspace, workspace.threatModel()));
  return 0;
}

const formats: Readonly<Record<string, (workspace: Workspace, model: ThreatModel) => string>> = {
  json: (workspace, it) => `${JSON.stringify(plain(workspace, it))}\n`,
  mermaid: (_, it) => mermaid(it),
  markdown: (workspace, it) => modelReport(it, placeIn(workspace)),
  otm: (workspace, it) => `${JSON.stringify(openThreatModel(it, baseName(workspace.root), placeIn(workspace)))}\n`,
};

/** Files by their path from the current folder, lines counted from one. */
function placeIn(workspace: Workspace): PlaceOf {
  return (at) => ({ file: fileOf(at.file), line: rangeAt(workspace, at).start.line + 1 });
}

function plain(workspace: Workspace, threatModel: ThreatModel): unknown {
  const { components, flows, boundaries, threats, looseEnds } = threatModel;
  const reaches = reachesOf(threatModel);
  const { paths, total, shared } = attackPathsOf(threatModel);
  const evidence = ({ text, at }: Evidence): unknown => ({
    text,
    at: at ? { file: fileOf(at.file), range: rangeAt(workspace, at) } : null,
  });
  const hop = ({ from, to, by, flow, threats: met, evidence: because }: AttackPath['hops'][number]): unknown => ({
    from,
    to,
    by,
    flow: flow?.id ?? null,
    threats: met.map((it) => it.id),
    because: because.map(evidence),
  });
  return {
    version: 1,
    components: components.map((it) => ({
      ...it,
      at: it.at ? { file: fileOf(it.at.file), range: rangeAt(workspace, it.at) } : null,
      exposedBy: it.exposedBy.map(evidence),
      parts: it.parts.map(evidence),
      reaches: reaches.get(it.id),
    })),
    flows: flows.map(({ evidence: because, ...it }) => ({ ...it, because: because.map(evidence) })),
    boundaries,
    threats: threats.map((it) => ({ ...it, evidence: it.evidence.map(evidence) })),
    looseEnds: looseEnds.map(evidence),
    attackPaths: paths.map((it) => ({ ...it, hops: it.hops.map(hop) })),
    attackPathCount: total,
    sharedHop: shared && { hop: hop(shared.hop), paths: shared.paths },
  };
}
