/** What the search box and the chips leave in view. */
import type { PanelComponent, PanelFlow, PanelThreat } from '../contract.ts';
import type { System } from './system.ts';
import { boundaryPath, openThreats } from './system.ts';

/** What a flow may be asked for; several asked for together must hold for one and the same flow. */
export const FLOW_PROPERTIES = ['plaintext', 'unauthenticated', 'crossing', 'blocked'] as const;
export type FlowProperty = (typeof FLOW_PROPERTIES)[number];

export interface Filter extends Readonly<Record<FlowProperty, boolean>> {
  readonly text: string;
  readonly openThreats: boolean;
  readonly internet: boolean;
  /** Id of a boundary; components anywhere inside it match. */
  readonly boundary: string | null;
}

export const NO_FILTER: Filter = {
  text: '',
  openThreats: false,
  internet: false,
  plaintext: false,
  unauthenticated: false,
  crossing: false,
  blocked: false,
  boundary: null,
};

/** The chips: everything of the filter that is on or off. */
export const CHIPS = ['openThreats', 'internet', ...FLOW_PROPERTIES] as const;
export type Chip = (typeof CHIPS)[number];

export function isChip(name: string): name is Chip {
  return (CHIPS as readonly string[]).includes(name);
}

export function isFiltering(filter: Filter): boolean {
  return filter.text.trim() !== '' || filter.boundary !== null || CHIPS.some((it) => filter[it]);
}

/** Ids of the components that match, or null when there is nothing to match against. */
export function matchingComponents(system: System, filter: Filter): ReadonlySet<string> | null {
  if (!isFiltering(filter)) return null;
  const found = new Set<string>();
  for (const component of system.components.values()) if (matches(system, filter, component)) found.add(component.id);
  return found;
}

/** Ids of the flows that have what is asked for, or null when nothing is asked of flows. */
export function matchingFlows(system: System, filter: Filter): ReadonlySet<string> | null {
  if (!FLOW_PROPERTIES.some((it) => filter[it])) return null;
  return new Set([...system.flows.values()].filter((it) => hasProperties(filter, it)).map((it) => it.id));
}

function matches(system: System, filter: Filter, component: PanelComponent): boolean {
  const path = boundaryPath(system, component.boundary);
  const flows = system.flowsOf.get(component.id) ?? [];
  if (filter.boundary !== null && !path.some((it) => it.id === filter.boundary)) return false;
  if (filter.internet && component.exposure !== 'internet') return false;
  if (FLOW_PROPERTIES.some((it) => filter[it]) && !flows.some((it) => hasProperties(filter, it))) return false;
  if (filter.openThreats && openThreats(system, component.id) + threatsOnFlows(system, flows) === 0) return false;
  const haystack = [component.name, ...component.aliases, component.technology ?? '', ...path.map((it) => it.name)];
  return containsWords(haystack.join('\n'), filter.text);
}

export function flowMatches(filter: Filter, flow: PanelFlow, found: ReadonlySet<string> | null): boolean {
  if (!hasProperties(filter, flow)) return false;
  return found === null || found.has(flow.from) || found.has(flow.to);
}

export function threatMatches(
  system: System,
  filter: Filter,
  threat: PanelThreat,
  found: ReadonlySet<string> | null,
): boolean {
  if (filter.openThreats && threat.state !== 'open') return false;
  if (found === null || found.has(threat.element)) return true;
  const flow = system.flows.get(threat.element);
  if (flow !== undefined && flowMatches(filter, flow, found)) return true;
  return filter.text.trim() !== '' && containsWords(threat.title, filter.text);
}

export function hasProperty(flow: PanelFlow, property: FlowProperty): boolean {
  switch (property) {
    case 'plaintext':
      return flow.encrypted === 'no';
    case 'unauthenticated':
      return flow.authenticated === 'no';
    case 'crossing':
      return flow.crosses.length > 0;
    case 'blocked':
      return flow.blocked === true;
  }
}

function hasProperties(filter: Filter, flow: PanelFlow): boolean {
  return FLOW_PROPERTIES.every((it) => !filter[it] || hasProperty(flow, it));
}

function threatsOnFlows(system: System, flows: readonly PanelFlow[]): number {
  return flows.reduce((sum, it) => sum + openThreats(system, it.id), 0);
}

/** Whether each word of the query occurs, in any case and order. */
export function containsWords(haystack: string, query: string): boolean {
  const text = haystack.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}
