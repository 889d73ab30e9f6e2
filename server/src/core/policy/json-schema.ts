import * as z from 'zod';
import type { RuleMeta } from '../rules/rule.ts';
import { policySchema } from './policy.ts';

/** JSON Schema (draft 7) of the policy file, with the rules' names and titles for completion. */
export function policyJsonSchema(rules: readonly RuleMeta[]): unknown {
  const schema = z.toJSONSchema(policySchema, { target: 'draft-7' }) as Record<string, unknown>;
  const dialects = [...new Set(rules.map((it) => it.id.slice(0, it.id.indexOf('/'))))];
  const categories = [...new Set(rules.map((it) => it.category))].sort();
  const level = { $ref: '#/definitions/level' };
  const properties = schema['properties'] as Record<string, unknown>;
  const levelsOf = {
    type: 'object',
    properties: Object.fromEntries([
      ...rules.map((it) => [it.id, { ...level, description: it.title }]),
      ...dialects.map((it) => [`${it}/*`, { ...level, description: `Every rule of ${it}.` }]),
    ]),
    additionalProperties: level,
  };
  const levelsOfCategories = {
    type: 'object',
    properties: Object.fromEntries(categories.map((it) => [it, level])),
    additionalProperties: level,
  };
  properties['rules'] = { ...levelsOf, description: 'Level by rule id, or by dialect.' };
  properties['categories'] = {
    ...levelsOfCategories,
    description: 'Level by category; a rule of its own is stronger.',
  };
  return {
    ...schema,
    title: 'Parapet policy',
    description: "A team's shared settings, .parapet.yaml at the root of the workspace.",
    definitions: { level: { enum: ['error', 'warning', 'info', 'hint', 'off'] } },
  };
}
