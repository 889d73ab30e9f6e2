import type { View } from '../../syntax/view.ts';
import type { ServiceLayers } from './layers.ts';
import { textOf } from './text.ts';

/** What is said about a limit: `unlimited` when written out as zero, negative or as nothing that Compose can read. */
export type Limit = 'limited' | 'unlimited' | 'absent' | 'unknown';

export interface ResourceLimit {
  readonly state: Limit;
  /** Where it is written, if it is. */
  readonly view: View | undefined;
}

/** The limit by the first of the routes that is written; a limit at any of them is a limit. */
export function readLimit(layers: ServiceLayers, routes: readonly (readonly string[])[]): ResourceLimit {
  let weakest: ResourceLimit = { state: 'absent', view: undefined };
  for (const route of routes) {
    const view = layers.find(...route);
    if (view) {
      const state = stateOf(view);
      if (state !== 'unlimited') return { state, view };
      if (!weakest.view) weakest = { state, view };
    } else if (!layers.lacks(...route)) return { state: 'unknown', view: undefined };
  }
  return weakest;
}

/** A variable without default is somebody's decision, so it counts as a limit. */
function stateOf(view: View): Limit {
  const text = textOf(view);
  if (!text) return view.isNull ? 'absent' : 'unlimited';
  const { value } = text;
  if (value === undefined) return 'limited';
  const amount = /^\s*([+-]?(?:\d+\.?\d*|\.\d+))/.exec(value);
  return amount && Number(amount[1]) > 0 ? 'limited' : 'unlimited';
}
