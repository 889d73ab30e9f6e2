import type { MapNode } from '../syntax/node.ts';
import { isOther, type Quote, yamlScalar } from './yaml-scalar.ts';

/**
 * A key as its neighbours write theirs: in quotes where they need or use them for its like. `404` and `on` are quoted
 * unless a neighbour of that kind goes without.
 */
export function yamlKey(key: string, map: MapNode | undefined, flow: boolean, quote: Quote): string {
  const siblings = (map?.entries ?? []).flatMap((it) => (it.key ? [it.key] : []));
  const last = siblings.at(-1);
  const all = siblings.length > 0 && siblings.every((it) => it.style === last?.style);
  const own = last && (last.style === 'single' || last.style === 'double') ? last.style : quote;
  if (/^\d+$/.test(key) && siblings.some((it) => it.style === 'plain' && isOther(it.source) && /^\d+$/.test(it.source)))
    return key;
  return yamlScalar(key, { flow, quote: own, always: all && last?.style !== 'plain' });
}
