import type { Finding } from '../../rules/finding.ts';
import type { RuleMeta } from '../../rules/rule.ts';
import type { Route } from '../../syntax/anchor.ts';

/**
 * Where a document breaks its own specification, as the checker outside the core tells it. Plain data: it is an input,
 * because the check takes longer than a keystroke.
 */
export interface SpecProblem {
  /** Route in the document's chunk. */
  readonly route: Route;
  /** What is wrong at this place, without naming the place: "lacks `version`". */
  readonly what: string;
  /** How to put it right, as a sentence. */
  readonly remedy: string;
  /** Equal mistakes share it and become one finding. */
  readonly key: string;
}

/** What the checker said about a text. Of no use for any other text. */
export interface SpecCheck {
  readonly text: string;
  readonly chunk: number;
  readonly problems: readonly SpecProblem[];
}

/** More would only say that the document is no OpenAPI document at all. */
export const mostSpecFindings = 20;

/** What lists and explanations show of findings that no rule of ours makes. */
export const invalidOpenapi: RuleMeta = {
  id: 'parapet/invalid-openapi',
  title: 'Document breaks its OpenAPI specification',
  why: 'Gateways, code generators and scanners read an invalid document each in their own way, so what one of them enforces another one does not see.',
  remedy: 'Write the object as the version of OpenAPI that the document names asks for.',
  category: 'contract',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1287] },
  equivalents: [],
  concepts: [],
};

/**
 * The checker's problems as findings: equal ones joined, the first twenty only, and none where a rule of ours already
 * speaks about the form of the same place or of something in it.
 */
export function specFindings(uri: string, check: SpecCheck, ownPlaces: readonly Route[]): readonly Finding[] {
  const taken = new Set(ownPlaces.map((it) => JSON.stringify(it)));
  const groups = new Map<string, SpecProblem[]>();
  for (const problem of check.problems) {
    if (taken.has(JSON.stringify(problem.route))) continue;
    const group = groups.get(problem.key);
    if (group) group.push(problem);
    else groups.set(problem.key, [problem]);
  }
  return [...groups.values()].slice(0, mostSpecFindings).flatMap((group) => {
    const [first, ...others] = group;
    return first ? [finding(uri, check.chunk, first, others)] : [];
  });
}

function finding(uri: string, chunk: number, first: SpecProblem, others: readonly SpecProblem[]): Finding {
  const more = others.length === 0 ? '' : ` The same holds for ${others.length} more ${plural(others.length)}.`;
  return {
    rule: invalidOpenapi.id,
    message: `${nameOf(first.route)} ${first.what}, which is not valid OpenAPI.${more} ${first.remedy}`,
    at: { file: uri, chunk, route: first.route, part: 'key' },
    severity: invalidOpenapi.severity,
    reason: null,
    confidence: 'high',
    equivalents: [],
    related: others.slice(0, 50).map((it) => ({
      message: `${nameOf(it.route)} ${it.what}`,
      at: { file: uri, chunk, route: it.route, part: 'key' as const },
    })),
    fixes: [],
    resource: null,
  };
}

function plural(count: number): string {
  return count === 1 ? 'place' : 'places';
}

/** "`responses.200` of GET /users": the operation where there is one, and the last steps to the place. */
function nameOf(route: Route): string {
  if (route.length === 0) return 'The document';
  const [section, path, method] = route;
  const steps = (from: Route): string => `\`${from.join('.')}\``;
  const inOperation = (section === 'paths' || section === 'webhooks') && path !== undefined && method !== undefined;
  if (!inOperation || typeof method !== 'string') return steps(route);
  const label = method === 'parameters' ? `${path}` : `${method.toUpperCase()} ${path}`;
  const rest = method === 'parameters' ? route.slice(2) : route.slice(3);
  return rest.length === 0 ? label : `${steps(rest)} of ${label}`;
}
