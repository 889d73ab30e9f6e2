/** The names that lists call elements by. */
import type { System } from '../model/system.ts';
import { shown } from './parts.ts';

/** The name of a component, or of a flow by its ends; an id that leads nowhere is its own name. */
export function elementName(system: System, id: string): string {
  const component = system.components.get(id);
  if (component !== undefined) return shown(component.name);
  const flow = system.flows.get(id);
  return flow === undefined ? shown(id) : `${elementName(system, flow.from)} → ${elementName(system, flow.to)}`;
}
