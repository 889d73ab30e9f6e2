import type { Anchor } from '../syntax/anchor.ts';
import type { Hop, SharedHop } from './attack-paths.ts';
import { byText } from './join/node.ts';
import type { Threat } from './model.ts';
import { riskOf } from './stride/rate.ts';

/** One change that takes something from the attacker on many ways: a threat to close, or a hop to cut. */
export interface Cut {
  /** What holds now and ends with the change, in words. */
  readonly title: string;
  /** The hop that goes, or null when it is a threat. */
  readonly hop: Hop | null;
  /** The threat that is closed, or null when it is a hop. */
  readonly threat: Threat | null;
  /** How many of all ways it breaks or makes harder. */
  readonly breaks: number;
  /** How many ways there are. */
  readonly of: number;
  /** The rule whose finding, with its fix, stands at {@link at}; null when no rule reports it. */
  readonly rule: string | null;
  readonly at: Anchor | null;
}

/** Changes that are named. */
export const mostCuts = 10;

/**
 * The single changes that are worth most. `helps` says on how many ways each open threat helps; a way meets a component
 * once, so no way is counted twice. Of equal ones the graver comes first, then the one that a rule can mend.
 */
export function cutsOf(helps: ReadonlyMap<Threat, number>, shared: SharedHop | null, of: number): readonly Cut[] {
  const threats = [...helps].map(([threat, breaks]): Cut => {
    const at = threat.evidence.find((it) => it.at !== null)?.at ?? null;
    return { title: threat.title, hop: null, threat, breaks, of, rule: threat.rule, at };
  });
  const hops = shared && shared.hop.threats.length === 0 ? [hopCut(shared, of)] : [];
  return [...threats, ...hops].sort(worthMore).slice(0, mostCuts);
}

function hopCut({ hop, paths }: SharedHop, of: number): Cut {
  const at = hop.evidence.find((it) => it.at !== null)?.at ?? null;
  const title =
    hop.from === null
      ? `${nameOf(hop.to)} can be reached from outside`
      : `${nameOf(hop.from)} can connect to ${nameOf(hop.to)}`;
  return { title, hop, threat: null, breaks: paths, of, rule: null, at };
}

function worthMore(a: Cut, b: Cut): number {
  const risk = (it: Cut): number => (it.threat ? riskOf(it.threat) : -1);
  return (
    b.breaks - a.breaks ||
    risk(b) - risk(a) ||
    Number(b.rule !== null) - Number(a.rule !== null) ||
    byText(a.threat?.id ?? '', b.threat?.id ?? '')
  );
}

/** The last step of a component's id is its name. */
function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
