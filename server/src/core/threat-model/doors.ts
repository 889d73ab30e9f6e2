import type { Component, Evidence, Flow, ThreatModel } from './model.ts';

/** A way into a component that leads through no other component. */
export interface Door {
  readonly component: Component;
  /** The flow from the users, where the model draws one; a port left open has none. */
  readonly flow: Flow | null;
  /** The lines that open it. */
  readonly evidence: readonly Evidence[];
}

/** True for whoever calls from the internet: the one component that stands in the internet itself. */
export function isUser({ type, boundary }: Component): boolean {
  return type === 'external-entity' && boundary === 'internet';
}

/**
 * Where the system can be entered from the internet. A component that is exposed only because a gateway routes to it has
 * no door of its own: the last step of its way is a line of the gateway's flow.
 */
export function doorsOf({ components, flows }: ThreatModel): readonly Door[] {
  const byId = new Map(components.map((it) => [it.id, it]));
  const entrances = new Map<string, Flow>();
  const routed = new Map<string, Set<string>>();
  for (const flow of flows) {
    const from = byId.get(flow.from);
    if (from && isUser(from)) entrances.set(flow.to, flow);
    else if (from?.exposure === 'internet' && from.type !== 'external-entity') {
      const lines = routed.get(flow.to) ?? new Set();
      for (const it of flow.evidence) lines.add(lineOf(it));
      routed.set(flow.to, lines);
    }
  }
  return components.flatMap((component): readonly Door[] => {
    if (component.type === 'external-entity') return [];
    const flow = entrances.get(component.id) ?? null;
    if (flow)
      return [{ component, flow, evidence: component.exposedBy.length > 0 ? component.exposedBy : flow.evidence }];
    const last = component.exposedBy.at(-1);
    if (component.exposure !== 'internet' || !last || routed.get(component.id)?.has(lineOf(last))) return [];
    return [{ component, flow, evidence: component.exposedBy }];
  });
}

function lineOf({ text, at }: Evidence): string {
  return JSON.stringify([text, at?.file, at?.chunk, at?.route]);
}
