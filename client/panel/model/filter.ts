/** What the search box and the chips leave in view. */
import type { PanelComponent, PanelFlow, PanelThreat } from '../contract.ts';
import type { System } from './system.ts';
import { boundaryPath, openThreats } from './system.ts';

export interface Filter {
  readonly text: string;
  readonly openThreats: boolean;
  readonly plaintext: boolean;
  readonly internet: boolean;
  /** Id of a boundary; components anywhere inside it match. */
  readonly boundary: string | null;
}

export const NO_FILTER: Filter = { text: '', openThreats: false, plaintext: false, internet: false, boundary: null };

export function isFiltering(filter: Filter): boolean {
  return (
    filter.text.trim() !== '' || filter.openThreats || filter.plaintext || filter.internet || filter.boundary !== null
  );
}

/** Ids of the components that match, or null when there is nothing to match against. */
export function matchingComponents(system: System, filter: Filter): ReadonlySet<string> | null {
  if (!isFiltering(filter)) return null;
  const found = new Set<string>();
  for (const component of system.components.values()) if (matches(system, filter, component)) found.add(component.id);
  return found;
}

function matches(system: System, filter: Filter, component: PanelComponent): boolean {
  const path = boundaryPath(system, component.boundary);
  const flows = system.flowsOf.get(component.id) ?? [];
  if (filter.boundary !== null && !path.some((it) => it.id === filter.boundary)) return false;
  if (filter.internet && component.exposure !== 'internet') return false;
  if (filter.plaintext && !flows.some(isPlaintext)) return false;
  if (filter.openThreats && openThreats(system, component.id) + threatsOnFlows(system, flows) === 0) return false;
  const haystack = [component.name, ...component.aliases, component.technology ?? '', ...path.map((it) => it.name)];
  return containsWords(haystack.join('\n'), filter.text);
}

export function flowMatches(filter: Filter, flow: PanelFlow, found: ReadonlySet<string> | null): boolean {
  if (filter.plaintext && !isPlaintext(flow)) return false;
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

export function isPlaintext(flow: PanelFlow): boolean {
  return flow.encrypted === 'no';
}

function threatsOnFlows(system: System, flows: readonly PanelFlow[]): number {
  return flows.reduce((sum, it) => sum + openThreats(system, it.id), 0);
}

/** Whether each word of the query occurs, in any case and order. */
function containsWords(haystack: string, query: string): boolean {
  const text = haystack.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}
