import type { Anchor } from '../syntax/anchor.ts';
import { type Source, View } from '../syntax/view.ts';
import { emptyPolicy, type Policy, policySchema } from './policy.ts';

/** A mistake in the policy file, shown there. */
export interface PolicyProblem {
  readonly message: string;
  readonly at: Anchor;
}

export interface ParsedPolicy {
  readonly policy: Policy;
  readonly problems: readonly PolicyProblem[];
}

export const noPolicy: ParsedPolicy = { policy: emptyPolicy, problems: [] };

/**
 * Reads a policy from its tree. What is wrong is reported at its place and left out; the rest stands, because a typo in
 * one line must not switch a team's whole policy off.
 */
export function parsePolicy(
  source: Source,
  known: { readonly rules: ReadonlySet<string>; readonly categories: ReadonlySet<string> },
): ParsedPolicy {
  const root = View.root(source);
  const problems: PolicyProblem[] = source.tree.faults.slice(0, 1).map((fault) => ({
    message: `This policy cannot be read: ${fault.message}. No setting of it is in force.`,
    at: root.anchor(),
  }));
  if (problems.length > 0 || !root.exists || root.isNull) return { policy: emptyPolicy, problems };
  if (!root.isMap)
    return {
      policy: emptyPolicy,
      problems: [
        { message: 'A policy is a mapping of settings, such as "rules:" and "accepted:".', at: root.anchor() },
      ],
    };
  let data = root.plain;
  for (let round = 0; round < 50; round++) {
    const result = policySchema.safeParse(data);
    if (result.success) {
      problems.push(...unknownNames(root, known));
      return { policy: result.data, problems };
    }
    for (const issue of result.error.issues) {
      const route = issue.path.filter((step): step is string | number => typeof step !== 'symbol');
      problems.push({
        message: `${route.join('.') || 'policy'}: ${issue.message}. This setting is not in force.`,
        at: root.at(...route).anchor(),
      });
      data = without(data, route);
    }
  }
  return { policy: emptyPolicy, problems };
}

/** The data without the value at the route; an accepted risk goes as a whole when one of its fields is wrong. */
function without(data: unknown, route: readonly (string | number)[]): unknown {
  const [step, ...rest] = route;
  if (step === undefined || typeof data !== 'object' || data === null) return undefined;
  if (Array.isArray(data)) return data.filter((_, index) => index !== step);
  const copy: Record<string, unknown> = { ...data };
  const inner = copy[step];
  if (rest.length > 0 && typeof inner === 'object' && inner !== null) copy[step] = without(inner, rest);
  else delete copy[step];
  return copy;
}

const topLevel = new Set([
  'version',
  '$schema',
  'rules',
  'categories',
  'overrides',
  'exclude',
  'trustedRegistries',
  'publicOperations',
  'accepted',
]);

function unknownNames(
  root: View,
  known: { readonly rules: ReadonlySet<string>; readonly categories: ReadonlySet<string> },
): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  for (const [key, view] of root.entries) {
    if (!topLevel.has(key) && !key.startsWith('x-'))
      problems.push({ message: `"${key}" is no setting of a policy; it has no effect.`, at: view.anchor('key') });
  }
  for (const holder of [root, ...root.get('overrides').items]) {
    for (const [rule, view] of holder.get('rules').entries) {
      if (!rule.endsWith('*') && !known.rules.has(rule))
        problems.push({ message: `There is no rule "${rule}"; this level has no effect.`, at: view.anchor('key') });
    }
    for (const [category, view] of holder.get('categories').entries) {
      if (!known.categories.has(category))
        problems.push({
          message: `There is no category "${category}"; this level has no effect.`,
          at: view.anchor('key'),
        });
    }
  }
  root.get('accepted').items.forEach((item) => {
    const rule = item.get('rule').string;
    if (rule && !rule.endsWith('*') && !known.rules.has(rule))
      problems.push({
        message: `There is no rule "${rule}"; nothing is accepted here.`,
        at: item.get('rule').anchor(),
      });
  });
  return problems;
}
