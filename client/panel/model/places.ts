/** Where a click on something leads. */
import type { PanelLocation } from '../contract.ts';
import type { System } from './system.ts';
import { firstPlace, placeOf } from './system.ts';

/** Where the source of a component or flow is. */
export function elementPlace(system: System, id: string): PanelLocation | null {
  const component = system.components.get(id);
  if (component !== undefined) return placeOf(component);
  const flow = system.flows.get(id);
  return flow === undefined ? null : firstPlace(flow.evidence);
}

/** The element that a threat threatens, and the place that shows it best; null when there is no such threat. */
export function threatPlace(
  system: System,
  id: string,
): { readonly element: string; readonly place: PanelLocation | null } | null {
  const threat = system.snapshot.threats.find((it) => it.id === id);
  if (threat === undefined) return null;
  return { element: threat.element, place: firstPlace(threat.evidence) ?? elementPlace(system, threat.element) };
}
