/** How much a threat weighs: likelihood times impact, in three steps, as the OWASP Risk Rating Methodology combines them. */
import type { PanelRating, PanelThreat } from '../contract.ts';

const WEIGHT: Readonly<Record<PanelRating, number>> = { low: 1, medium: 2, high: 3 };

/** 1 to 9. */
export function riskNumber({ likelihood, impact }: Pick<PanelThreat, 'likelihood' | 'impact'>): number {
  return WEIGHT[likelihood] * WEIGHT[impact];
}

export function riskOf(threat: Pick<PanelThreat, 'likelihood' | 'impact'>): PanelRating {
  const number = riskNumber(threat);
  return number >= 6 ? 'high' : number >= 3 ? 'medium' : 'low';
}

const STATES: readonly PanelThreat['state'][] = ['open', 'accepted', 'mitigated'];

/** Open ones first, the gravest first; equal ones stay in the order of the model. */
export function byRisk(a: PanelThreat, b: PanelThreat): number {
  return STATES.indexOf(a.state) - STATES.indexOf(b.state) || riskNumber(b) - riskNumber(a);
}
