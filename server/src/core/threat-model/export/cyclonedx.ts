import { isUser } from '../doors.ts';
import type { Component, Flow, ThreatModel } from '../model.ts';
import { oneLine } from './markdown.ts';

/**
 * The system as a SaaSBOM in CycloneDX 1.6 (ECMA-424): services, the data that flows between them, trust zones and
 * dependencies. What data it is, few files tell: the classification is "unknown". Fields that ask for a yes or no are left
 * out where the files tell neither. The standard knows no threats; they are there as properties.
 */
export function cycloneDx(model: ThreatModel, name: string, version: string): unknown {
  const zones = new Map(model.boundaries.map((it) => [it.id, oneLine(it.name)]));
  const names = new Map(model.components.map((it) => [it.id, oneLine(it.name)]));
  const services = model.components.filter((it) => !isUser(it));
  const flows = grouped(model.flows);
  const threats = openThreats(model);
  const refs = new Set(services.map((it) => it.id));
  const title = oneLine(name) || 'System';
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'parapet', version }] },
      component: { type: 'application', 'bom-ref': 'parapet:system', name: title },
      lifecycles: [{ phase: 'design' }],
    },
    services: services.map((it) => {
      const into = flows.into.get(it.id) ?? [];
      const outOf = flows.outOf.get(it.id) ?? [];
      const authenticated = demanded(into);
      const zone = it.boundary === null ? undefined : zones.get(it.boundary);
      return {
        'bom-ref': refOf(it.id),
        name: oneLine(it.name) || 'unnamed',
        ...(it.technology === null ? {} : { description: oneLine(it.technology) }),
        ...(authenticated === null ? {} : { authenticated }),
        ...(into.length === 0 ? {} : { 'x-trust-boundary': into.some((flow) => flow.crosses.length > 0) }),
        ...(zone === undefined || zone === '' ? {} : { trustZone: zone }),
        data: [
          ...into.map((flow) => ({
            flow: 'inbound',
            classification: 'unknown',
            name: wordsOf(flow, `from ${names.get(flow.from) ?? flow.from}`),
            ...(refs.has(flow.from) ? { source: [iriOf(flow.from)] } : {}),
          })),
          ...outOf.map((flow) => ({
            flow: 'outbound',
            classification: 'unknown',
            name: wordsOf(flow, `to ${names.get(flow.to) ?? flow.to}`),
            ...(refs.has(flow.to) ? { destination: [iriOf(flow.to)] } : {}),
          })),
        ],
        properties: [
          { name: 'parapet:type', value: it.type },
          { name: 'parapet:exposure', value: it.exposure },
          ...(threats.get(it.id) ?? []).map((value) => ({ name: 'parapet:threat', value })),
        ],
      };
    }),
    dependencies: services.map((it) => ({
      ref: refOf(it.id),
      dependsOn: [
        ...new Set(
          (flows.outOf.get(it.id) ?? []).flatMap(({ to }) => (refs.has(to) && to !== it.id ? [refOf(to)] : [])),
        ),
      ],
    })),
  };
}

const refOf = (id: string): string => `service:${id}`;

/** A reference inside the document; an IRI has no spaces and no markup. */
const iriOf = (id: string): string => `#${encodeURIComponent(wellFormed(refOf(id)))}`;

/** Half a surrogate pair has no encoding. */
const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\uFFFD');

/** Whether callers have to say who they are: yes when every flow shows it, no when one shows the contrary. */
function demanded(into: readonly Flow[]): boolean | null {
  if (into.some((it) => it.authenticated === 'no')) return false;
  return into.length > 0 && into.every((it) => it.authenticated === 'yes') ? true : null;
}

function wordsOf({ protocol, port, encrypted }: Flow, where: string): string {
  const words = { yes: 'encrypted', no: 'not encrypted', unknown: 'encryption unknown' }[encrypted];
  return oneLine(`${protocol}${port === null ? '' : `:${port}`} ${where}, ${words}`);
}

function grouped(flows: readonly Flow[]): Readonly<Record<'into' | 'outOf', ReadonlyMap<string, readonly Flow[]>>> {
  const into = new Map<string, Flow[]>();
  const outOf = new Map<string, Flow[]>();
  const add = (map: Map<string, Flow[]>, key: string, flow: Flow): void => {
    const list = map.get(key);
    if (list) list.push(flow);
    else map.set(key, [flow]);
  };
  for (const it of flows) {
    add(into, it.to, it);
    add(outOf, it.from, it);
  }
  return { into, outOf };
}

/** Open threats of each component; those of a flow are told where it ends. */
function openThreats({ components, flows, threats }: ThreatModel): ReadonlyMap<Component['id'], readonly string[]> {
  const ends = new Map([
    ...components.map((it) => [it.id, it.id] as const),
    ...flows.map((it) => [it.id, it.to] as const),
  ]);
  const found = new Map<string, string[]>();
  for (const it of threats) {
    const id = it.state === 'mitigated' ? undefined : ends.get(it.element);
    if (id === undefined) continue;
    const list = found.get(id) ?? [];
    list.push(`${it.stride}${it.state === 'accepted' ? ' (accepted)' : ''}: ${oneLine(it.title)}`);
    found.set(id, list);
  }
  return found;
}
