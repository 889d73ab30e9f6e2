import { type AttackPath, attackPathsOf, type Cut } from '../../core/threat-model/attack-paths.ts';
import type { Evidence } from '../../core/threat-model/model.ts';
import { reachesOf } from '../../core/threat-model/reach.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { Anchor } from '../../core/syntax/anchor.ts';
import { type FileOf, rangeOf } from './place.ts';

/** The model as plain values; docs/model.schema.json holds their form. */
export function plainModel(workspace: Workspace, fileOf: FileOf): unknown {
  const model = workspace.threatModel();
  const reaches = reachesOf(model);
  const { paths, total, shared, cuts } = attackPathsOf(model);
  const place = (at: Anchor | null): unknown => at && { file: fileOf(at.file), range: rangeOf(workspace, at) };
  const evidence = ({ text, at }: Evidence): unknown => ({ text, at: place(at) });
  const hop = ({ from, to, by, flow, threats: met, evidence: because }: AttackPath['hops'][number]): unknown => ({
    from,
    to,
    by,
    flow: flow?.id ?? null,
    threats: met.map((it) => it.id),
    because: because.map(evidence),
  });
  const cut = ({ hop: gone, threat, at, ...it }: Cut): unknown => ({
    ...it,
    hop: gone && hop(gone),
    threat: threat?.id ?? null,
    at: place(at),
  });
  return {
    version: 1,
    components: model.components.map((it) => ({
      ...it,
      at: place(it.at),
      exposedBy: it.exposedBy.map(evidence),
      parts: it.parts.map(evidence),
      reaches: reaches.get(it.id),
    })),
    flows: model.flows.map(({ evidence: because, ...it }) => ({ ...it, because: because.map(evidence) })),
    boundaries: model.boundaries,
    threats: model.threats.map((it) => ({
      ...it,
      evidence: it.evidence.map(evidence),
      against: it.against.map(evidence),
    })),
    posture: model.posture.map(({ component, controls }) => ({
      component,
      controls: controls.map(({ evidence: because, ...it }) => ({ ...it, because: because.map(evidence) })),
    })),
    looseEnds: model.looseEnds.map(evidence),
    attackPaths: paths.map((it) => ({ ...it, hops: it.hops.map(hop) })),
    attackPathCount: total,
    sharedHop: shared && { hop: hop(shared.hop), paths: shared.paths },
    cuts: cuts.map(cut),
  };
}
