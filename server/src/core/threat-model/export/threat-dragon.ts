import type { Component, Evidence, Flow, Stride, Threat, ThreatModel } from '../model.ts';
import { oneLine } from './markdown.ts';
import type { PlaceOf } from './report.ts';
import { uuidOf } from './uuid.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where the diagram's parts are: boxes by the ids of components and boundaries, corners of edges by both ends. */
export interface DragonLayout {
  readonly nodes: Readonly<Record<string, Box>>;
  readonly boundaries: Readonly<Record<string, Box>>;
  readonly edge: (from: string, to: string) => readonly Point[];
}

/** How large Threat Dragon draws its shapes; a process is a circle, whatever its box. */
export const dragonSizes: Readonly<Record<Component['type'], { readonly width: number; readonly height: number }>> = {
  process: { width: 100, height: 100 },
  'data-store': { width: 150, height: 70 },
  'external-entity': { width: 150, height: 70 },
};

/** The version whose form this is. */
const version = '2.4.0';

/**
 * A model for OWASP Threat Dragon 2 (threat-dragon-v2.schema.json, and owasp-threat-dragon-v2.schema.json before it). Its threats know no "accepted": one that the
 * team has accepted stays open there, and its mitigation says who accepted it, why and until when.
 */
export function threatDragon(model: ThreatModel, name: string, layout: DragonLayout, placeOf: PlaceOf): unknown {
  const numbers = new Map(model.threats.map((it, i) => [it.id, i + 1]));
  const threatsOf = new Map<string, Threat[]>();
  for (const it of model.threats) {
    const list = threatsOf.get(it.element);
    if (list) list.push(it);
    else threatsOf.set(it.element, [it]);
  }
  const names = new Map(model.components.map((it) => [it.id, it.name]));
  const told = (id: string): { readonly threats: readonly unknown[]; readonly hasOpenThreats: boolean } => {
    const all = threatsOf.get(id) ?? [];
    return {
      threats: all.map((it) => threatOf(it, numbers.get(it.id) ?? 0, placeOf)),
      hasOpenThreats: all.some((it) => it.state !== 'mitigated'),
    };
  };
  const title = oneLine(name) || 'System';
  const cells = [
    ...model.boundaries.flatMap((it) => {
      const box = layout.boundaries[it.id];
      return box ? [boundaryCell(it.id, oneLine(`${it.kind} ${it.name}`), box, depthOf(it.id, model))] : [];
    }),
    ...model.components.flatMap((it) => {
      const box = layout.nodes[it.id];
      return box ? [componentCell(it, box, told(it.id))] : [];
    }),
    ...model.flows.flatMap((it) => {
      if (!layout.nodes[it.from] || !layout.nodes[it.to]) return [];
      const between = oneLine(`${names.get(it.from) ?? it.from} to ${names.get(it.to) ?? it.to}`);
      return [flowCell(it, between, layout.edge(it.from, it.to), told(it.id), placeOf)];
    }),
  ];
  return {
    version,
    summary: { title, owner: '', description: 'Derived by Parapet from the files of the system.', id: 0 },
    detail: {
      contributors: [],
      diagrams: [
        {
          id: 0,
          title,
          diagramType: 'STRIDE',
          placeholder: '',
          thumbnail: './public/content/images/thumbnail.stride.jpg',
          version,
          cells,
        },
      ],
      diagramTop: 1,
      reviewer: '',
      threatTop: model.threats.length,
    },
  };
}

function boundaryCell(id: string, name: string, box: Box, depth: number): unknown {
  return {
    id: uuidOf(`boundary ${id}`),
    shape: 'trust-boundary-box',
    // Inner boxes are nearer to the eye, and all are behind the shapes.
    zIndex: -50 + Math.min(depth, 40),
    visible: true,
    position: { x: round(box.x), y: round(box.y) },
    size: { width: atLeast10(box.width), height: atLeast10(box.height) },
    attrs: { headerText: { text: name }, label: { text: name } },
    data: { type: 'tm.BoundaryBox', name, description: '', isTrustBoundary: true, hasOpenThreats: false },
  };
}

interface Told {
  readonly threats: readonly unknown[];
  readonly hasOpenThreats: boolean;
}

function componentCell(component: Component, box: Box, told: Told): unknown {
  const { shape, type, more } = shapes[component.type];
  const name = oneLine(component.name);
  const stroke = { stroke: told.hasOpenThreats ? 'red' : '#333333', strokeWidth: 1.5, strokeDasharray: null };
  return {
    id: uuidOf(`component ${component.id}`),
    shape,
    zIndex: 1,
    visible: true,
    position: { x: round(box.x), y: round(box.y) },
    size: { width: atLeast10(box.width), height: atLeast10(box.height) },
    attrs: {
      text: { text: name.length > 40 ? `${name.slice(0, 39).replace(/[\uD800-\uDBFF]$/, '')}…` : name },
      ...(shape === 'store' ? { topLine: stroke, bottomLine: stroke } : { body: stroke }),
    },
    data: {
      type,
      name,
      description: [component.technology ?? '', `Exposure: ${component.exposure}.`]
        .filter((it) => it !== '')
        .join('. '),
      outOfScope: false,
      reasonOutOfScope: '',
      ...more,
      ...told,
    },
  };
}

/** Flags that no file tells are false, as they are in a new drawing. */
const shapes: Readonly<
  Record<Component['type'], { readonly shape: string; readonly type: string; readonly more: object }>
> = {
  process: {
    shape: 'process',
    type: 'tm.Process',
    more: { handlesCardPayment: false, handlesGoodsOrServices: false, isWebApplication: false, privilegeLevel: '' },
  },
  'data-store': {
    shape: 'store',
    type: 'tm.Store',
    more: { isALog: false, isEncrypted: false, isSigned: false, storesCredentials: false, storesInventory: false },
  },
  'external-entity': { shape: 'actor', type: 'tm.Actor', more: { providesAuthentication: false } },
};

function flowCell(flow: Flow, between: string, corners: readonly Point[], told: Told, placeOf: PlaceOf): unknown {
  const name = oneLine(flow.port === null ? flow.protocol : `${flow.protocol}:${flow.port}`);
  return {
    id: uuidOf(`flow ${flow.id}`),
    shape: 'flow',
    zIndex: 10,
    width: 200,
    height: 100,
    connector: 'rounded',
    source: { cell: uuidOf(`component ${flow.from}`) },
    target: { cell: uuidOf(`component ${flow.to}`) },
    vertices: corners.slice(1, -1).map(({ x, y }) => ({ x: round(x), y: round(y) })),
    labels: [{ position: 0.5, attrs: { label: { text: name }, labelText: { text: name } } }],
    attrs: {
      line: {
        stroke: told.hasOpenThreats ? 'red' : '#333333',
        strokeWidth: 1.5,
        strokeDasharray: flow.encrypted === 'no' ? '5 3' : null,
        sourceMarker: { name: '' },
        targetMarker: { name: 'block' },
      },
    },
    data: {
      type: 'tm.Flow',
      name,
      description: [
        `${between}. Encrypted: ${flow.encrypted}. Authenticated: ${flow.authenticated}.`,
        ...linesOf(flow.evidence, placeOf),
      ].join('\n'),
      outOfScope: false,
      reasonOutOfScope: '',
      isBidirectional: false,
      isEncrypted: flow.encrypted === 'yes',
      isPublicNetwork: flow.crosses.includes('internet'),
      protocol: oneLine(flow.protocol),
      ...told,
    },
  };
}

function threatOf(it: Threat, number: number, placeOf: PlaceOf): unknown {
  const because = linesOf(it.evidence, placeOf).join('\n');
  const accepted = it.accepted;
  return {
    threatId: uuidOf(`threat ${it.id}`),
    id: uuidOf(`threat ${it.id}`),
    number,
    title: oneLine(it.title),
    status: it.state === 'mitigated' ? 'Mitigated' : 'Open',
    severity: severities[it.impact],
    score: '',
    type: types[it.stride],
    modelType: 'STRIDE',
    // The form asks for two characters at least.
    ...(it.rule === null || it.rule.length < 2 ? {} : { ruleId: it.rule }),
    description: it.state === 'mitigated' ? linesOf(it.against, placeOf).join('\n') : because,
    mitigation: accepted
      ? oneLine(
          `Accepted${accepted.owner === null ? '' : ` by ${accepted.owner}`}${accepted.until === null ? '' : ` until ${accepted.until}`}: ${accepted.reason}`,
        )
      : it.state === 'mitigated'
        ? because
        : '',
    new: false,
  };
}

function linesOf(evidence: readonly Evidence[], placeOf: PlaceOf): readonly string[] {
  return evidence.slice(0, 20).map(({ text, at }) => {
    const place = at && placeOf(at);
    return oneLine(place ? `${place.file}:${place.line} ${text}` : text);
  });
}

function depthOf(id: string, { boundaries }: ThreatModel): number {
  const parents = new Map(boundaries.map((it) => [it.id, it.parent]));
  let depth = 0;
  for (let at = parents.get(id); at && depth < boundaries.length; at = parents.get(at)) depth++;
  return depth;
}

const severities = { high: 'High', medium: 'Medium', low: 'Low' } as const;

/** As the tool's own lists spell them. */
const types: Readonly<Record<Stride, string>> = {
  S: 'Spoofing',
  T: 'Tampering',
  R: 'Repudiation',
  I: 'Information disclosure',
  D: 'Denial of service',
  E: 'Elevation of privilege',
};

const round = (it: number): number => Math.round(it * 10) / 10;
const atLeast10 = (it: number): number => Math.max(10, round(it));
