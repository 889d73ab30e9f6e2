import { byText } from '../join/node.ts';
import type { Rating, Threat } from '../model.ts';
import type { Unrated } from './input.ts';

/** What an element is worth to an attacker, and how near he is. */
export interface Weight {
  readonly likelihood: Rating;
  readonly impact: Rating;
}

const order: readonly Rating[] = ['low', 'medium', 'high'];

/** One step up or down, at the ends no further. */
export function stepped(rating: Rating, steps: number): Rating {
  return order[Math.min(Math.max(order.indexOf(rating) + steps, 0), 2)] ?? rating;
}

export function highest(...ratings: readonly Rating[]): Rating {
  return ratings.reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a), 'low');
}

/** Likelihood and impact as one number from 0 to 4, by which threats are sorted (OWASP Risk Rating: their product). */
export function riskOf({ likelihood, impact }: Pick<Threat, 'likelihood' | 'impact'>): number {
  return order.indexOf(likelihood) + order.indexOf(impact);
}

/** Weighs a threat by the element that it concerns. What is closed comes true only if its lines go. */
export function rated({ weight, ...threat }: Unrated, base: Weight): Threat {
  return {
    ...threat,
    likelihood: threat.state === 'mitigated' ? 'low' : stepped(base.likelihood, weight?.likelihood ?? 0),
    impact: stepped(base.impact, weight?.impact ?? 0),
    accepted: null,
  };
}

/** Threats by their risk, the gravest first; of equal ones the likelier, then by their id. */
export function byRisk(threats: readonly Threat[]): readonly Threat[] {
  return [...threats].sort(
    (a, b) => riskOf(b) - riskOf(a) || order.indexOf(b.likelihood) - order.indexOf(a.likelihood) || byText(a.id, b.id),
  );
}
