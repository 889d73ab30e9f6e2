import type { BoundaryKind, Evidence, Rating, Stride, Threat, ThreatModel } from '../model.ts';
import type { PlaceOf } from './report.ts';
import { prose } from './markdown.ts';

/**
 * The Open Threat Model format, version 0.2.0 (iriusrisk/OpenThreatModel, otm_schema.json). Only what the files tell:
 * there are no assets and no mitigations in it. Where the format demands a number that no file tells, there is a fixed
 * one, and its comment says so.
 */
export function openThreatModel(model: ThreatModel, name: string, placeOf: PlaceOf): unknown {
  const threats = new Map<string, Threat[]>();
  for (const it of model.threats) {
    const list = threats.get(it.element);
    if (list) list.push(it);
    else threats.set(it.element, [it]);
  }
  const stated = (id: string): unknown =>
    (threats.get(id) ?? []).map((it) => ({ threat: it.id, state: states[it.state] }));
  const unplaced = model.components.some((it) => it.boundary === null);
  const names = new Map(model.components.map((it) => [it.id, it.name]));
  return {
    otmVersion: '0.2.0',
    project: { name, id: name },
    representations: [{ name: 'Files', id: filesId, type: 'code' }],
    trustZones: [
      ...model.boundaries.map((it) => ({
        id: it.id,
        name: it.name,
        type: it.kind,
        risk: { trustRating: trust[it.kind] },
        ...(it.parent === null ? {} : { parent: { trustZone: it.parent } }),
      })),
      ...(unplaced ? [{ id: nowhere, name: 'Where it runs is not known', risk: { trustRating: trust.host } }] : []),
    ],
    components: model.components.map((it) => {
      const at = it.at && placeOf(it.at);
      return {
        id: it.id,
        name: it.name,
        type: it.type,
        parent: { trustZone: it.boundary ?? nowhere },
        tags: [`exposure: ${it.exposure}`, ...(it.technology === null ? [] : [it.technology])],
        threats: stated(it.id),
        ...(at ? { representations: [{ representation: filesId, id: it.id, file: at.file, line: at.line }] } : {}),
      };
    }),
    dataflows: model.flows.map((it) => ({
      id: it.id,
      name: `${names.get(it.from) ?? it.from} to ${names.get(it.to) ?? it.to}`,
      source: it.from,
      destination: it.to,
      bidirectional: false,
      tags: [it.protocol, `encrypted: ${it.encrypted}`, `authenticated: ${it.authenticated}`],
      threats: stated(it.id),
    })),
    threats: model.threats.map((it) => ({
      id: it.id,
      name: it.title,
      description: it.evidence.map((by) => line(by, placeOf)).join('\n\n'),
      categories: [categories[it.stride]],
      risk: {
        likelihood: steps[it.likelihood],
        likelihoodComment: `${it.likelihood}: from who reaches the element, and from the weaknesses that are open.`,
        impact: steps[it.impact],
        impactComment: `${it.impact}: from the data and the powers behind the element.`,
      },
    })),
  };
}

const filesId = 'files';
const nowhere = 'unplaced';

/** The format leaves the words of a state open; "exposed" and "mitigated" are those of its own examples. */
const states: Readonly<Record<Threat['state'], string>> = {
  open: 'exposed',
  mitigated: 'mitigated',
  accepted: 'accepted',
};

const categories: Readonly<Record<Stride, string>> = {
  S: 'Spoofing',
  T: 'Tampering',
  R: 'Repudiation',
  I: 'Information disclosure',
  D: 'Denial of service',
  E: 'Elevation of privilege',
};

/** From 0 to 100: three steps, because the files carry no finer measure. */
const steps: Readonly<Record<Rating, number>> = { high: 75, medium: 50, low: 25 };

/** From 0 to 100, how far a zone is trusted: an order from outside to inside, and no measurement. */
const trust: Readonly<Record<BoundaryKind, number>> = {
  internet: 0,
  'third-party': 10,
  gateway: 30,
  cluster: 50,
  host: 50,
  namespace: 60,
  network: 60,
  mesh: 70,
};

/** Descriptions are CommonMark. */
function line({ text, at }: Evidence, placeOf: PlaceOf): string {
  const where = at && placeOf(at);
  return where ? prose(`${where.file}:${where.line} ${text}`) : prose(text);
}
