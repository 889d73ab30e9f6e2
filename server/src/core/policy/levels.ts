import type { Route } from '../syntax/anchor.ts';
import { matches } from './globs.ts';
import type { Policy } from './policy.ts';

/** A level that the policy sets, and the entry that sets it. */
export interface LevelSetting {
  readonly level: 'error' | 'warning' | 'info' | 'hint' | 'off';
  /** Route of the entry in the policy. */
  readonly route: Route;
}

/**
 * The level that the policy sets for a rule in a file: that of the rule, of its dialect or of its category, the first
 * that is there; of overrides that fit the path the last that says something.
 */
export function levelOf(
  policy: Policy,
  rule: string,
  category: string | undefined,
  path: string,
): LevelSetting | undefined {
  let found: LevelSetting | undefined;
  const overrides = (policy.overrides ?? []).map((it, i) => ({ holder: it, route: ['overrides', i] as Route }));
  const fitting = overrides.filter(({ holder }) => matches(holder.paths, path));
  for (const { holder, route } of [{ holder: policy, route: [] as Route }, ...fitting]) {
    const set = (key: 'rules' | 'categories', name: string | undefined): LevelSetting | undefined => {
      const level = name === undefined ? undefined : holder[key]?.[name];
      return level === undefined || name === undefined ? undefined : { level, route: [...route, key, name] };
    };
    const dialect = `${rule.slice(0, rule.indexOf('/'))}/*`;
    found = set('rules', rule) ?? set('rules', dialect) ?? set('categories', category) ?? found;
  }
  return found;
}
