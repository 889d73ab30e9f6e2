import type { Property } from './property.ts';
import { jsonTrees, longYamlTrees, yamlTrees } from './trees.ts';

/** Every property with its share of the edits of a long run: trees are cheap to compare, findings are not. */
export const allProperties: readonly {
  readonly name: string;
  readonly share: number;
  readonly make: () => Property;
}[] = [
  { name: 'YAML trees', share: 64, make: yamlTrees },
  { name: 'long YAML trees', share: 3, make: longYamlTrees },
  { name: 'JSON trees', share: 14, make: jsonTrees },
];
