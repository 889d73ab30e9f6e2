/** The names that lists call elements by. */
import type { System } from '../model/system.ts';
import { tellingBoundary } from '../model/system.ts';
import { shown } from './parts.ts';

/** The name of a component, or of a flow by its ends; an id that leads nowhere is its own name. */
export function elementName(system: System, id: string): string {
  const component = system.components.get(id);
  if (component !== undefined) {
    const place = placeName(system, id);
    return place === '' ? shown(component.name) : `${shown(component.name)} (${place})`;
  }
  const flow = system.flows.get(id);
  return flow === undefined ? shown(id) : `${elementName(system, flow.from)} → ${elementName(system, flow.to)}`;
}

/** What tells a component from others of its name: the boundary around it. Nothing where the name is its own. */
export function placeName(system: System, id: string): string {
  return shown(tellingBoundary(system, id)?.name ?? '');
}
