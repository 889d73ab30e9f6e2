import type { Reach } from '../exposure.ts';
import type { Entry } from '../join/link.ts';
import type { Node } from '../join/node.ts';

/** A load balancer or gateway stands on the internet; of a machine with an open port the files do not say where it stands. */
export function isPublic(reach: Reach): boolean {
  return (
    reach.through.length > 0 ||
    reach.entries.some((it) => it.from === 'internet' && (it.how === 'load-balancer' || it.how === 'gateway'))
  );
}

/** Who comes from outside, as the beginning of a sentence. */
export function callersOf(reach: Reach): string {
  return isPublic(reach) ? 'Anyone on the internet' : 'Whoever reaches its machine';
}

/** Who can connect at all, as the beginning of a sentence. */
export function neighboursOf(node: Node, reach: Reach): string {
  if (reach.exposure === 'internet') return callersOf(reach);
  if (reach.exposure === 'cluster') return 'Every pod of the cluster';
  return node.workloads.length > 0 ? 'Every pod that a network policy admits' : 'Every program on its network';
}

/** The node's own open ways from the internet, gateways' own doors left out. */
export function ownWays(reach: Reach): readonly Entry[] {
  return reach.entries.filter((it) => it.from === 'internet' && it.how !== 'gateway');
}

/** "a", "a and b", "a, b and 2 more". */
export function listed(names: readonly string[], shown = 3): string {
  const [first, ...others] =
    names.length > shown + 1 ? [...names.slice(0, shown), `${names.length - shown} more`] : names;
  if (first === undefined) return '';
  const last = others.pop();
  return last === undefined ? first : `${[first, ...others].join(', ')} and ${last}`;
}
