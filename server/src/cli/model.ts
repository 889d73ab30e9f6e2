import { allRules } from '../core/rules/all.gen.ts';
import type { Evidence, ThreatModel } from '../core/threat-model/model.ts';
import { Workspace } from '../core/workspace.ts';
import { load, rootOf } from '../node/load.ts';
import { uriOfPath } from '../node/uris.ts';
import { Usage } from './arguments.ts';
import { today } from './check.ts';
import { mermaid } from './formats/mermaid.ts';
import { fileOf, rangeAt } from './report.ts';

/** `parapet model`: the threat model of a folder; docs/cli.md holds the schema. */
export function model(path: string, format: string, write: (text: string) => void): number {
  if (format !== 'json' && format !== 'mermaid') throw new Usage('--format is one of json, mermaid');
  const workspace = new Workspace({ rules: allRules, today: today(), root: uriOfPath(rootOf([path])) });
  workspace.apply(load([path]).changes);
  const threatModel = workspace.threatModel();
  write(format === 'mermaid' ? mermaid(threatModel) : `${JSON.stringify(plain(workspace, threatModel))}\n`);
  return 0;
}

function plain(workspace: Workspace, { components, flows, boundaries, threats, looseEnds }: ThreatModel): unknown {
  const evidence = ({ text, at }: Evidence): unknown => ({
    text,
    at: at ? { file: fileOf(at.file), range: rangeAt(workspace, at) } : null,
  });
  return {
    version: 1,
    components: components.map((it) => ({
      ...it,
      at: it.at ? { file: fileOf(it.at.file), range: rangeAt(workspace, it.at) } : null,
      exposedBy: it.exposedBy.map(evidence),
      parts: it.parts.map(evidence),
    })),
    flows: flows.map(({ evidence: because, ...it }) => ({ ...it, because: because.map(evidence) })),
    boundaries,
    threats: threats.map((it) => ({ ...it, evidence: it.evidence.map(evidence) })),
    looseEnds: looseEnds.map(evidence),
  };
}
