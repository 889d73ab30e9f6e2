import { byText } from './join/node.ts';
import type { Threat } from './model.ts';
import { componentThreats } from './stride/components.ts';
import { flowThreats } from './stride/flows.ts';
import type { ThreatInput } from './stride/input.ts';
import { rated } from './stride/rate.ts';
import { weights } from './stride/weights.ts';

/**
 * What can go wrong with this very system, per component and per flow (Shostack, Threat Modeling, ch. 3, "STRIDE per
 * element"). Only what the files show: open with the lines that open it, or mitigated with the lines that do.
 */
export function threatsOf(input: ThreatInput): readonly Threat[] {
  const weightOf = weights(input);
  const all = new Map<string, Threat>();
  for (const threat of [...componentThreats(input), ...flowThreats(input)])
    if (!all.has(threat.id)) all.set(threat.id, rated(threat, weightOf));
  return [...all.values()].sort((a, b) => byText(a.id, b.id));
}
