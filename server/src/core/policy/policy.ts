import * as z from 'zod';

const level = z.enum(['error', 'warning', 'info', 'hint', 'off']).describe('What the team wants to see of it.');
const levels = {
  rules: z
    .record(z.string(), level)
    .optional()
    .describe('Level by rule id, such as "kubernetes/privileged-container", or by dialect, such as "openapi/*".'),
  categories: z
    .record(z.string(), level)
    .optional()
    .describe('Level by category, such as "transport"; a rule of its own is stronger.'),
};
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is written yyyy-mm-dd');

/** The form of `.parapet.yaml`: the team's shared settings. Loose: a key of a newer version is reported, not refused. */
export const policySchema = z.looseObject({
  version: z.literal(1).optional().describe('Version of this file format.'),
  ...levels,
  overrides: z
    .array(
      z.looseObject({
        paths: z.array(z.string()).min(1).describe('Globs relative to this file, such as "dev/**".'),
        ...levels,
      }),
    )
    .optional()
    .describe('Other levels for some paths; later ones win.'),
  exclude: z.array(z.string()).optional().describe('Globs of files that are not analysed.'),
  trustedRegistries: z
    .array(z.string())
    .optional()
    .describe('Registries and repositories that images may come from, such as "ghcr.io/acme/".'),
  publicOperations: z
    .array(
      z.looseObject({
        match: z.string().describe('Path or operationId, with * as a wildcard.'),
        reason: z.string().min(1),
      }),
    )
    .optional()
    .describe('Operations that are public on purpose.'),
  accepted: z
    .array(
      z
        .looseObject({
          rule: z.string().optional().describe('Rule id, or "dialect/*".'),
          threat: z
            .string()
            .optional()
            .describe('Id of a threat of the model, as the panel and "parapet model" show it.'),
          component: z
            .string()
            .optional()
            .describe('Name or id of the component that it concerns; default: every one.'),
          paths: z.array(z.string()).optional().describe('Globs of the files it is accepted in; default: everywhere.'),
          resource: z.string().optional().describe('Such as "Deployment/shop/cart"; default: every one.'),
          reason: z.string().min(1).describe('Why the risk is taken.'),
          owner: z.string().min(1).describe('Who answers for it.'),
          until: date.describe('The day on which it opens again, yyyy-mm-dd.'),
        })
        .refine((it) => it.rule !== undefined || it.threat !== undefined, 'names a rule or a threat'),
    )
    .optional()
    .describe('Risks that are accepted, with reason, owner and end date.'),
});

/** An accepted risk. */
export type AcceptedRisk = NonNullable<Policy['accepted']>[number];

/** The team's settings, as read from `.parapet.yaml`. */
export type Policy = z.infer<typeof policySchema>;

export { policyFileName } from './file-name.ts';

export const emptyPolicy: Policy = {};
