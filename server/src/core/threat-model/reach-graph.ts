import { isUser } from './doors.ts';
import type { Boundary, Component, Evidence, Flow, Threat, ThreatModel } from './model.ts';

/** A step that whoever owns one place can take to another. */
export interface Step {
  readonly from: number;
  readonly to: number;
  /** The flow that leads there; null from a component to its machine, and from a machine to what runs on it. */
  readonly flow: Flow | null;
  /** Open threats that help on the step: those of its flow, and those of the component that it leads to. */
  readonly threats: readonly Threat[];
  readonly evidence: readonly Evidence[];
}

/**
 * Who can go where. Places are the components, in the model's order, and after them the machines that some component
 * has power over. A machine stands for all that runs on it, so that the steps stay few.
 */
export interface ReachGraph {
  readonly components: readonly Component[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Steps that lead out of each place. */
  readonly steps: readonly (readonly Step[])[];
  /** The open threats of each component and flow that help an attacker on. */
  readonly threatsOf: ReadonlyMap<string, readonly Threat[]>;
  /** The threats by which components own their machine, accepted ones too: who takes a risk does not end it. */
  readonly powers: ReadonlyMap<string, Threat>;
}

export function reachGraph({ components, flows, boundaries, threats }: ThreatModel): ReachGraph {
  const indexOf = new Map(components.map((it, i) => [it.id, i]));
  const threatsOf = new Map<string, Threat[]>();
  const powers = new Map<string, Threat>();
  for (const threat of threats) {
    if (threat.state === 'mitigated') continue;
    if (threat.id === `${threat.element} E power`) powers.set(threat.element, threat);
    // What stops a service, or hides what was done, leads nobody further.
    if (threat.state !== 'open' || threat.stride === 'D' || threat.stride === 'R') continue;
    const list = threatsOf.get(threat.element);
    if (list) list.push(threat);
    else threatsOf.set(threat.element, [threat]);
  }
  const steps: Step[][] = components.map(() => []);
  for (const flow of flows) {
    const [from, to] = [indexOf.get(flow.from), indexOf.get(flow.to)];
    const source = from === undefined ? undefined : components[from];
    // What a third party does with what it gets, and the users themselves, are beyond these files.
    if (from === undefined || to === undefined || from === to || !source || source.type === 'external-entity') continue;
    // What policies turn away is no step.
    if (flow.blocked) continue;
    const met = [...(threatsOf.get(flow.id) ?? []), ...(threatsOf.get(flow.to) ?? [])];
    steps[from]?.push({ from, to, flow, threats: met, evidence: flow.evidence });
  }
  addMachines(components, boundaries, { threatsOf, powers }, steps);
  return { components, indexOf, steps, threatsOf, powers };
}

/**
 * The machine of a Compose project runs all of it. Which pods share a node of a cluster no file tells, so a node leads
 * nowhere here: its owner is said to own it, and no more.
 */
function addMachines(
  components: readonly Component[],
  boundaries: readonly Boundary[],
  { threatsOf, powers }: Pick<ReachGraph, 'threatsOf' | 'powers'>,
  steps: Step[][],
): void {
  const hostOf = hostsOf(boundaries);
  const on = new Map<string, number[]>();
  components.forEach((it, i) => {
    const host = it.boundary === null ? undefined : hostOf.get(it.boundary);
    if (host === undefined || isUser(it)) return;
    const list = on.get(host);
    if (list) list.push(i);
    else on.set(host, [i]);
  });
  for (const members of on.values()) {
    const owners = members.flatMap((i) => {
      const power = powers.get(components[i]?.id ?? '');
      return power ? [{ i, power }] : [];
    });
    if (owners.length === 0) continue;
    const machine = steps.length;
    steps.push([]);
    for (const { i, power } of owners)
      steps[i]?.push({ from: i, to: machine, flow: null, threats: [], evidence: power.evidence });
    for (const to of members)
      steps[machine]?.push({
        from: machine,
        to,
        flow: null,
        threats: threatsOf.get(components[to]?.id ?? '') ?? [],
        evidence: [],
      });
  }
}

/** The host around each boundary that has one. */
function hostsOf(boundaries: readonly Boundary[]): ReadonlyMap<string, string> {
  const byId = new Map(boundaries.map((it) => [it.id, it]));
  const hosts = new Map<string, string>();
  for (const { id } of boundaries) {
    const seen = new Set<string>();
    for (let at = byId.get(id); at && !seen.has(at.id); at = byId.get(at.parent ?? '')) {
      seen.add(at.id);
      if (at.kind === 'host') hosts.set(id, at.id);
    }
  }
  return hosts;
}
