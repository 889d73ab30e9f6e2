import { cutContracts, jsonContracts, longContracts, otherExamples, shortContracts } from './contracts.ts';
import { joins } from './joins.ts';
import type { Property } from './property.ts';
import { systems } from './systems.ts';
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
  { name: 'short contracts', share: 5, make: shortContracts },
  { name: 'long contracts', share: 2, make: longContracts },
  { name: 'contracts of several files', share: 3, make: cutContracts },
  { name: 'JSON contracts', share: 2, make: jsonContracts },
  { name: 'examples of all dialects', share: 4, make: otherExamples },
  { name: 'systems', share: 3, make: systems },
  { name: 'joins', share: 2, make: joins },
];
