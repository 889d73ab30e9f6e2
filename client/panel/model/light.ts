/** What the picture holds up to the light while the rest is faint: an attack path, or a blast radius. */
import type { PanelPath } from '../contract.ts';
import { type System, tellingBoundary } from './system.ts';

export interface Lit {
  /** What it is, in words. */
  readonly label: string;
  readonly components: ReadonlySet<string>;
  readonly flows: ReadonlySet<string>;
}

/** Names a path across snapshots. */
export function pathKey({ entry, target }: PanelPath): string {
  return JSON.stringify(['path', entry, target]);
}

/** Names the blast radius of a component. */
export function blastKey(component: string): string {
  return JSON.stringify(['blast', component]);
}

/** What the key lights in this system; null when there is no such thing any more. */
export function litOf(system: System, key: string | null): Lit | null {
  if (key === null) return null;
  const path = system.snapshot.attacks.paths.find((it) => pathKey(it) === key);
  if (path !== undefined) {
    const ends = path.hops.flatMap(({ from, to, flow }) => [from, to, flowEnd(system, flow)]);
    return {
      label: `Attack path to ${nameOf(system, path.target)}`,
      components: new Set(ends.filter((it) => it !== null)),
      flows: new Set(path.hops.flatMap((it) => it.flow ?? [])),
    };
  }
  const component = [...system.components.values()].find((it) => blastKey(it.id) === key);
  if (component === undefined) return null;
  const inside = new Set([component.id, ...component.blast.reaches]);
  // What policies turn away leads nobody on, even where both ends are reached by other ways.
  const flows = [...system.flows.values()].filter(
    (it) => it.blocked !== true && inside.has(it.from) && inside.has(it.to),
  );
  return {
    label: `Blast radius of ${nameOf(system, component.id)}`,
    components: inside,
    flows: new Set(flows.map((it) => it.id)),
  };
}

/** Where the flow of an entry begins: the users. */
function flowEnd(system: System, flow: string | null): string | null {
  return flow === null ? null : (system.flows.get(flow)?.from ?? null);
}

function nameOf(system: System, id: string): string {
  const name = system.components.get(id)?.name ?? id;
  const around = tellingBoundary(system, id);
  return around === null ? name : `${name} (${around.name})`;
}
