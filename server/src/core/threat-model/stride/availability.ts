import type { Reach } from '../exposure.ts';
import { type Node, pushTo } from '../join/node.ts';
import type { ControlState } from '../model.ts';
import { isInfrastructure } from '../technology/technologies.ts';
import { makeThreat, type ThreatInput, type Unrated } from './input.ts';
import { isStore } from '../join/technology.ts';
import { callersOf, listed } from './words.ts';

/** Callers that one slow service takes along before it is worth a line. */
const fewestCallers = 2;

/** What a service does to the others when it fails or is flooded. */
export function availabilityThreats(node: Node, reach: Reach, input: ThreatInput): readonly Unrated[] {
  if (isInfrastructure(node.technology?.kind ?? null)) return [];
  const threats: Unrated[] = [];
  const limit = controlOf(input, node, 'rate-limit');
  // It is the gateway that could limit; what stands behind is flooded by the same lines.
  if (reach.exposure === 'internet' && reach.through.length === 0 && limit?.state === 'no') {
    const title = `${callersOf(reach)} can send ${node.name} as many requests as he likes: no rate limit on the way`;
    const threat = makeThreat('D', node.id, 'flood', title, 'open', limit.evidence, gapRule);
    threats.push({ ...threat, weight: { likelihood: -1, impact: -1 } });
  }
  if (reach.exposure === 'internet' && reach.through.length === 0 && limit?.state === 'yes') {
    const title = `Who sends ${node.name} too many requests is slowed`;
    threats.push(makeThreat('D', node.id, 'flood', title, 'mitigated', limit.evidence));
  }
  if (isStore(node)) return threats;
  const callers = new Set<Node>();
  for (const { role, from } of input.around(node).linksTo)
    if ((role === 'call' || role === 'route') && from.outside === 'inside') callers.add(from);
  const waiting = [...callers].filter((it) => controlOf(input, it, 'circuit-breaker')?.state === 'no');
  if (waiting.length < fewestCallers || controlOf(input, node, 'circuit-breaker')?.state === 'yes') return threats;
  const title = `When ${node.name} hangs, ${listed(waiting.map((it) => it.name))} hang with it: nothing breaks the circuit`;
  const evidence = waiting.flatMap((it) => controlOf(input, it, 'circuit-breaker')?.evidence ?? []);
  const threat = makeThreat('D', node.id, 'cascade', title, 'open', evidence);
  return [...threats, { ...threat, weight: { likelihood: -1, impact: -1 } }];
}

/** The rule that reports gaps of the defence. */
export const gapRule = 'model/defence-gap';

/** What would not come back. That no file of a system shows a backup is one gap, however many stores the system has. */
export function lossThreats(stores: readonly Node[], input: ThreatInput): readonly Unrated[] {
  const systems = new Map<string, Node[]>();
  // Only what keeps something has a backup to speak of.
  for (const node of stores)
    if (controlOf(input, node, 'backup')?.state === 'no')
      pushTo(systems, node.workloads.length > 0 ? 'cluster' : (node.system ?? ''), node);
  return [...systems.values()].flatMap((lost): readonly Unrated[] => {
    const [first] = lost;
    if (!first) return [];
    const title = `What is deleted or encrypted in ${listed(lost.map((it) => it.name))} stays lost: the files show no backup`;
    const evidence = lost.flatMap((it) => controlOf(input, it, 'backup')?.evidence ?? []);
    const threat = makeThreat('D', first.id, 'loss', title, 'open', evidence, gapRule);
    return [{ ...threat, weight: { likelihood: -1, impact: -1 } }];
  });
}

/** What would not be noticed. */
export function blindThreats(node: Node, reach: Reach, input: ThreatInput): readonly Unrated[] {
  if (reach.exposure !== 'internet' || isInfrastructure(node.technology?.kind ?? null)) return [];
  const watching = (['logs', 'metrics', 'traces'] as const).flatMap((it) => controlOf(input, node, it) ?? []);
  const blind = watching.filter((it) => it.state === 'no');
  if (blind.length === 0 || watching.some((it) => it.state === 'yes')) return [];
  const missing = listed(blind.map((it) => it.control));
  const title = `Nobody sees what is done with ${node.name}: the files gather ${missing} of others, not of it`;
  const threat = makeThreat(
    'R',
    node.id,
    'unseen',
    title,
    'open',
    blind.flatMap((it) => it.evidence),
    gapRule,
  );
  return [{ ...threat, weight: { likelihood: -1, impact: -1 } }];
}

function controlOf({ posture }: ThreatInput, node: Node, control: ControlState['control']): ControlState | undefined {
  return posture(node)?.controls.find((it) => it.control === control);
}
