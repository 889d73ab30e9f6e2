import type {
  PanelComponent,
  PanelEvidence,
  PanelFinding,
  PanelLocation,
  PanelSnapshot,
} from '../../../client/panel/contract.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import type { Evidence } from '../core/threat-model/model.ts';
import { declaredPlaces, ownerOf } from '../core/threat-model/owner.ts';
import type { Workspace } from '../core/workspace.ts';
import type { Project } from './project.ts';
import { locationOf, rangeOf } from './toProtocol.ts';

/** The whole system as the panel draws it. */
export function panelSnapshot(project: Project): PanelSnapshot {
  const { workspace } = project;
  const model = workspace.threatModel();
  const findings = findingsByComponent(workspace);
  const location = (at: Anchor | null): PanelLocation | null => (at && locationOf(workspace, at)) ?? null;
  const evidence = (it: Evidence): PanelEvidence => ({ text: it.text, location: location(it.at) });
  return {
    components: model.components.map(
      (it): PanelComponent => ({
        ...it,
        exposedBy: it.exposedBy.map(evidence),
        parts: it.parts.map(evidence),
        location: location(it.at),
        findings: findings.get(it.id) ?? [],
      }),
    ),
    flows: model.flows.map((it) => ({ ...it, evidence: it.evidence.map(evidence) })),
    boundaries: model.boundaries,
    threats: model.threats.map((it) => ({ ...it, evidence: it.evidence.map(evidence) })),
    looseEnds: model.looseEnds.map(evidence),
    coverage: coverage(project),
  };
}

function findingsByComponent(workspace: Workspace): ReadonlyMap<string, PanelFinding[]> {
  const places = declaredPlaces(workspace.threatModel());
  const found = new Map<string, PanelFinding[]>();
  for (const uri of workspace.files) {
    for (const verdict of workspace.verdicts(uri)) {
      const { level, hidden, finding } = verdict;
      if (hidden || level === 'off' || level === 'hint') continue;
      const owner = ownerOf(places.get(finding.at.file) ?? [], finding.at);
      if (!owner) continue;
      const list = found.get(owner.id) ?? [];
      list.push({
        rule: finding.rule,
        message: finding.message,
        level,
        location: { uri, range: rangeOf(workspace, verdict) },
      });
      found.set(owner.id, list);
    }
  }
  return found;
}

/** Said in every snapshot: what was not looked at must never read as safe. */
export function coverage({ workspace, leftOut }: Project): string {
  const statuses = workspace.files.map((it) => workspace.status(it));
  const analysed = statuses.filter((it) => it.analysed).length;
  const skipped =
    leftOut.size + statuses.filter((it) => !it.analysed && it.why !== null && it.why !== 'none of our dialects').length;
  return `${analysed} ${analysed === 1 ? 'file' : 'files'} analysed${skipped > 0 ? `, ${skipped} left out` : ''}`;
}
