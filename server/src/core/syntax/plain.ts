import type { ScalarNode } from './node.ts';
import type { View } from './view.ts';

/** A value as plain data; collections deeper than 60 levels or wider than 20,000 values are cut, so that alias bombs stay small. */
export function plainOf(view: View): unknown {
  const budget = { left: 20_000 };
  const make = (at: View, depth: number): unknown => {
    if (depth > 60 || budget.left-- <= 0) return null;
    if (at.isMap) {
      const object: Record<string, unknown> = Object.create(null);
      for (const [key, value] of at.entries) object[key] = make(value, depth + 1);
      return object;
    }
    if (at.isList) return at.items.map((item) => make(item, depth + 1));
    return at.scalar?.value ?? null;
  };
  return make(view, 0);
}

/** True or false as YAML 1.1 reads a plain scalar (its type repository, "bool"). */
export function truthByYaml11({ style, source }: ScalarNode): boolean | undefined {
  if (style !== 'plain') return undefined;
  if (/^(true|True|TRUE|yes|Yes|YES|on|On|ON|y|Y)$/.test(source)) return true;
  if (/^(false|False|FALSE|no|No|NO|off|Off|OFF|n|N)$/.test(source)) return false;
  return undefined;
}
