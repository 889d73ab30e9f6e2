import type {
  PanelAttacks,
  PanelComponent,
  PanelEvidence,
  PanelInventory,
  PanelLocation,
  PanelSnapshot,
} from '../../../client/panel/contract.ts';
import type { Anchor } from '../core/syntax/anchor.ts';
import { attackPathsOf } from '../core/threat-model/attack-paths.ts';
import { inventoryOf } from '../core/threat-model/inventory.ts';
import type { Evidence, ThreatModel } from '../core/threat-model/model.ts';
import { reachersOf, reachesOf } from '../core/threat-model/reach.ts';
import { type PanelFindings, panelFindings } from './panelFindings.ts';
import { panelLocations } from './panelLocations.ts';
import type { Project } from './project.ts';

/** Endpoints that one picture holds; the others are counted. */
const shownEndpoints = 1000;
/** Names of a blast radius, per component: of a system beyond the second number only the nearest are told. */
const shownReaches = { few: 8, manyComponents: 400, all: 50 } as const;
/** Ways of an attack that the panel walks through; the others are counted. */
const shownPaths = 50;

type Locate = (at: Anchor | null) => PanelLocation | null;
type Place = (it: Evidence) => PanelEvidence;

/** The whole system as the panel draws it. */
export function panelSnapshot(project: Project): PanelSnapshot {
  const { workspace } = project;
  const model = workspace.threatModel();
  const findings = panelFindings(workspace);
  const location = panelLocations(workspace);
  const evidence: Place = ({ text, at }) => ({ text, location: location(at) });
  return {
    components: componentsOf(model, findings, location, evidence),
    flows: model.flows.map((it) => ({ ...it, evidence: it.evidence.map(evidence) })),
    boundaries: model.boundaries,
    threats: model.threats.map((it) => ({
      ...it,
      evidence: it.evidence.map(evidence),
      against: it.against.map(evidence),
      remedy:
        it.state === 'open'
          ? findings.remedy(
              it.rule,
              it.evidence.map(({ at }) => at),
            )
          : null,
    })),
    attacks: attacksOf(model, findings, location, evidence),
    posture: model.posture.map(({ component, controls }) => ({
      component,
      controls: controls.map((it) => ({ ...it, evidence: it.evidence.map(evidence) })),
    })),
    inventory: inventory(project, location, evidence),
    looseEnds: model.looseEnds.map(evidence),
    coverage: coverage(project),
  };
}

function componentsOf(
  model: ThreatModel,
  findings: PanelFindings,
  location: Locate,
  evidence: Place,
): readonly PanelComponent[] {
  const reaches = reachesOf(model);
  const reachers = reachersOf(model);
  const most = model.components.length > shownReaches.manyComponents ? shownReaches.few : shownReaches.all;
  return model.components.map(({ at, ...it }): PanelComponent => {
    const out = reaches.get(it.id);
    const back = reachers.get(it.id);
    return {
      ...it,
      exposedBy: it.exposedBy.map(evidence),
      parts: it.parts.map(evidence),
      location: location(at),
      findings: findings.of.get(it.id) ?? [],
      blast: {
        reaches: out?.components.slice(0, most) ?? [],
        reachesTotal: out?.total ?? 0,
        reachedBy: back?.components.slice(0, most) ?? [],
        reachedByTotal: back?.total ?? 0,
        machine: out?.machine ?? false,
      },
    };
  });
}

function attacksOf(model: ThreatModel, findings: PanelFindings, location: Locate, evidence: Place): PanelAttacks {
  const { paths, total, cuts } = attackPathsOf(model);
  return {
    paths: paths.slice(0, shownPaths).map(({ hops, ...path }) => ({
      ...path,
      hops: hops.map((hop) => ({
        from: hop.from,
        to: hop.to,
        by: hop.by,
        flow: hop.flow?.id ?? null,
        threats: hop.threats.map(({ id }) => id),
        evidence: hop.evidence.map(evidence),
      })),
    })),
    total,
    cuts: cuts.map(({ title, breaks, of, rule, at, threat }) => ({
      title,
      breaks,
      of,
      threat: threat?.id ?? null,
      location: location(at),
      remedy: findings.remedy(rule, [at, ...(threat?.evidence.map((it) => it.at) ?? [])]),
    })),
  };
}

function inventory({ workspace, today }: Project, location: Locate, evidence: Place): PanelInventory {
  const { images, endpoints, entries } = inventoryOf(workspace.threatModel(), workspace.allFacts(), today);
  return {
    images: images.map(({ uses, ...image }) => ({
      ...image,
      uses: uses.map(({ component, at }) => ({ component, location: location(at) })),
    })),
    endpoints: endpoints
      .slice(0, shownEndpoints)
      .map(({ at, ...endpoint }) => ({ ...endpoint, location: location(at) })),
    endpointsTotal: endpoints.length,
    entries: entries.map((it) => ({ component: it.component, evidence: it.evidence.map(evidence) })),
  };
}

/** Said in every snapshot: what was not looked at must never read as safe. */
export function coverage({ workspace, leftOut }: Project): string {
  const statuses = workspace.files.map((it) => workspace.status(it));
  const analysed = statuses.filter((it) => it.analysed).length;
  const skipped =
    leftOut.size + statuses.filter((it) => !it.analysed && it.why !== null && it.why !== 'none of our dialects').length;
  return `${analysed} ${analysed === 1 ? 'file' : 'files'} analysed${skipped > 0 ? `, ${skipped} left out` : ''}`;
}
