import * as z from 'zod';

/**
 * The forms that the command prints, for the schemas in docs/. Loose objects: a later version may add a field, and none
 * may take one away or change what it means without a new `version`.
 */
const position = z.looseObject({ line: z.int().min(0), character: z.int().min(0) });
const range = z.looseObject({ start: position, end: position });
const place = z.looseObject({ file: z.string(), range });
const severity = z.enum(['error', 'warning', 'info', 'hint']);
const rating = z.enum(['high', 'medium', 'low']);
const tri = z.enum(['yes', 'no', 'unknown']);
const evidence = z.looseObject({ text: z.string(), at: z.union([place, z.null()]) });

export const checkSchema = z.looseObject({
  version: z.literal(1),
  files: z.array(
    z.looseObject({
      file: z.string(),
      dialects: z.array(z.enum(['openapi', 'dockerfile', 'compose', 'kubernetes', 'mesh'])),
      analysed: z.boolean(),
      why: z.union([z.string(), z.null()]),
    }),
  ),
  findings: z.array(
    z.looseObject({
      rule: z.string(),
      title: z.string(),
      category: z.string(),
      severity,
      level: severity,
      confidence: z.enum(['high', 'medium', 'low']),
      message: z.string(),
      reason: z.union([z.string(), z.null()]),
      equivalents: z.array(z.string()),
      file: z.string(),
      range,
      pointer: z.string(),
      resource: z.union([z.string(), z.null()]),
      fingerprint: z.string(),
      fixes: z.array(z.looseObject({ title: z.string(), safety: z.enum(['safe', 'behaviour', 'needs-value']) })),
      related: z.array(z.looseObject({ file: z.string(), range, message: z.string() })),
      opens: z
        .array(z.looseObject({ threat: z.string(), title: z.string() }))
        .describe('Threats of the model that close with this finding, or with the last of several; by their ids.'),
      suppressed: z.union([
        z.looseObject({ by: z.enum(['ignore', 'policy', 'accepted']), reason: z.string() }),
        z.null(),
      ]),
    }),
  ),
});

const hop = z.looseObject({
  from: z.union([z.string(), z.null()]),
  to: z.string(),
  by: z.enum(['entry', 'flow', 'machine']),
  flow: z.union([z.string(), z.null()]),
  threats: z.array(z.string()),
  because: z.array(evidence),
});

export const modelSchema = z.looseObject({
  version: z.literal(1),
  components: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      aliases: z.array(z.string()),
      type: z.enum(['process', 'data-store', 'external-entity']),
      technology: z.union([z.string(), z.null()]),
      exposure: z.enum(['internet', 'cluster', 'namespace', 'host', 'isolated', 'unknown']),
      exposedBy: z.array(evidence),
      boundary: z.union([z.string(), z.null()]),
      at: z.union([place, z.null()]),
      parts: z.array(evidence),
      reaches: z.looseObject({
        total: z.int().min(0),
        components: z.array(z.string()),
        stores: z.array(z.string()),
        machine: z.boolean(),
      }),
    }),
  ),
  flows: z.array(
    z.looseObject({
      id: z.string(),
      from: z.string(),
      to: z.string(),
      protocol: z.string(),
      port: z.union([z.int(), z.null()]),
      encrypted: tri,
      authenticated: tri,
      crosses: z.array(z.string()),
      blocked: z.literal(true).optional().describe('Set when policies turn away every connection of it.'),
      because: z.array(evidence),
    }),
  ),
  boundaries: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['internet', 'gateway', 'cluster', 'namespace', 'network', 'mesh', 'host', 'third-party']),
      parent: z.union([z.string(), z.null()]),
    }),
  ),
  threats: z.array(
    z.looseObject({
      id: z.string(),
      stride: z.enum(['S', 'T', 'R', 'I', 'D', 'E']),
      element: z.string(),
      title: z.string(),
      state: z.enum(['open', 'mitigated', 'accepted']),
      likelihood: rating,
      impact: rating,
      evidence: z.array(evidence),
      against: z.array(evidence),
      accepted: z.union([
        z.looseObject({
          reason: z.string(),
          owner: z.union([z.string(), z.null()]),
          until: z.union([z.string(), z.null()]),
        }),
        z.null(),
      ]),
      rule: z.union([z.string(), z.null()]),
      otherRules: z.array(z.string()).optional(),
      foundBy: z
        .array(z.string())
        .optional()
        .describe('Rules whose findings are among the evidence, where another rule answers for the threat.'),
    }),
  ),
  posture: z.array(
    z.looseObject({
      component: z.string(),
      controls: z.array(
        z.looseObject({
          phase: z.enum(['prevention', 'detection', 'response', 'recovery']),
          control: z.string(),
          state: tri,
          because: z.array(evidence),
        }),
      ),
    }),
  ),
  looseEnds: z.array(evidence),
  attackPaths: z.array(
    z.looseObject({ entry: z.string(), target: z.string(), hops: z.array(hop), openThreats: z.int().min(0) }),
  ),
  attackPathCount: z.int().min(0),
  sharedHop: z.union([z.looseObject({ hop, paths: z.int().min(1) }), z.null()]),
  cuts: z.array(
    z.looseObject({
      title: z.string(),
      hop: z.union([hop, z.null()]),
      threat: z.union([z.string(), z.null()]),
      breaks: z.int().min(0),
      of: z.int().min(0),
      rule: z.union([z.string(), z.null()]),
      at: z.union([place, z.null()]),
    }),
  ),
});

const change = z.looseObject({
  kind: z.enum(['entry', 'exposure', 'crossing', 'encryption', 'authentication', 'threat', 'component', 'flow']),
  text: z.string(),
  element: z.string(),
  side: z.enum(['before', 'after']),
  evidence: z.array(evidence),
});

export const diffSchema = z.looseObject({
  version: z.literal(1),
  opened: z.array(change),
  closed: z.array(change),
  added: z.array(change),
  removed: z.array(change),
  unread: z.array(z.looseObject({ file: z.string(), why: z.string() })),
});

/** Draft 7, because most validators know it. */
export function jsonSchema(schema: z.ZodType, title: string): unknown {
  return { ...z.toJSONSchema(schema, { target: 'draft-7' }), title };
}
