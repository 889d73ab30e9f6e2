import type { Reach } from './exposure.ts';
import type { JoinedSystem } from './join.ts';
import { byText, type Node } from './join/node.ts';
import { lookupIn } from './lookup.ts';
import type { Flow, Posture } from './model.ts';
import { detectionOf, watchersOf } from './posture/detection.ts';
import { postureInput } from './posture/evidence.ts';
import { preventionOf } from './posture/prevention.ts';
import { recoveryOf } from './posture/recovery.ts';
import { responseOf } from './posture/response.ts';

/**
 * What the files show about prevention, detection, response and recovery, for every component inside the system. A
 * control that makes no sense for a component, as a backup of what keeps nothing, is left out.
 */
export function postureOf(
  system: JoinedSystem,
  reaches: ReadonlyMap<Node, Reach>,
  flows: readonly Flow[],
): readonly Posture[] {
  const input = postureInput(system, reaches, flows);
  const watchers = watchersOf(input);
  const lookup = lookupIn(system.cluster);
  return system.nodes
    .filter((it) => it.outside === 'inside')
    .map((node) => ({
      component: node.id,
      controls: [
        ...preventionOf(node, input),
        ...detectionOf(node, input, watchers),
        ...responseOf(node, input, watchers),
        ...recoveryOf(node, input, lookup),
      ],
    }))
    .sort((a, b) => byText(a.component, b.component));
}
