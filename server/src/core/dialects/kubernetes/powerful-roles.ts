import type { Reporter, Severity } from '../../rules/rule.ts';
import type { KubernetesResource } from './resource.ts';
import { type RoleRule, roleRulesOf, type Word } from './role.ts';
import { type Power, powers } from './role-powers.ts';
import { listed } from './wording.ts';

const order: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

export function worst(severities: readonly Severity[]): Severity {
  return order.find((it) => severities.includes(it)) ?? 'info';
}

/** The powers that an entry of a role gives. */
export function powersOf(
  rule: RoleRule,
  all: readonly RoleRule[],
): readonly { readonly power: Power; readonly word: Word }[] {
  return powers.flatMap((power) => {
    const word = power.find(rule, all);
    return word ? [{ power, word }] : [];
  });
}

/** What other tools call the powers of a family; for the list of a rule. */
export function equivalentsOfFamily(family: Power['family']): readonly string[] {
  return [...new Set(powers.filter((it) => it.family === family).flatMap((it) => it.equivalents))];
}

/** One finding for each entry of a role that gives powers of the family; what stars give is for the rule about stars. */
export function reportPowers(
  object: KubernetesResource,
  family: Power['family'],
  advice: string,
  report: Reporter,
): void {
  const all = roleRulesOf(object);
  for (const rule of all) {
    if (rule.isWildVerb || rule.isWildResource) continue;
    const found = powersOf(rule, all).filter((it) => it.power.family === family);
    const [first, ...others] = found;
    if (!first) continue;
    report({
      at: first.word.view?.anchor() ?? object.at,
      message: `Whoever is bound to ${object.title} may ${listed(found.map((it) => it.power.words))}. ${advice}`,
      severity: worst(found.map((it) => it.power.severity)),
      equivalents: [...new Set(found.flatMap((it) => it.power.equivalents))],
      related: others.flatMap(({ power, word }) =>
        word.view && word !== first.word ? [{ message: power.words, at: word.view.anchor() }] : [],
      ),
    });
  }
}
