import type { Reaches } from './flows.ts';
import type { JoinedSystem } from './join.ts';
import type { Node } from './join/node.ts';
import type { Component, Flow, Threat } from './model.ts';

/** What threats are worked out from. */
export interface ThreatInput {
  readonly system: JoinedSystem;
  readonly reaches: Reaches;
  readonly flows: readonly Flow[];
  readonly components: readonly Component[];
  readonly user: Node | null;
}

export function threatsOf(_input: ThreatInput): readonly Threat[] {
  return [];
}
