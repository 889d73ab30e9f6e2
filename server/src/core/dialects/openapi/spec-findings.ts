import type { Finding } from '../../rules/finding.ts';
import type { Category, RuleMeta } from '../../rules/rule.ts';
import type { Route } from '../../syntax/anchor.ts';

/**
 * Where a document breaks its own specification, as the checker outside the core tells it. Plain data: it is an input,
 * because the check takes longer than a keystroke.
 */
export interface SpecProblem {
  /** Route in the document's chunk. */
  readonly route: Route;
  /** What is wrong at this place, without naming the place: "lacks `version`, which OpenAPI requires here". */
  readonly what: string;
  /** How to put it right, as a sentence. */
  readonly remedy: string;
  /** Equal mistakes share it and become one finding. */
  readonly key: string;
}

/** A document to be checked, as it was when it was handed out. */
export interface SpecSubject {
  readonly uri: string;
  readonly chunk: number;
  readonly text: string;
  readonly syntax: 'yaml' | 'json';
}

/** What the checker said about a text. Of no use for any other text. */
export interface SpecCheck {
  readonly subject: SpecSubject;
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

/** What our own rules of these categories say about a place is about its form, too. */
const aboutForm: ReadonlySet<Category | undefined> = new Set(['contract', 'hygiene', 'input-validation']);

/**
 * The checker's problems as findings: equal ones joined, the first twenty only, and none where a rule of ours already
 * speaks about the form of the same place.
 */
export function specFindings(
  { subject, problems }: SpecCheck,
  own: readonly Finding[],
  categoryOf: (rule: string) => Category | undefined,
): readonly Finding[] {
  const places = own
    .filter((it) => aboutForm.has(categoryOf(it.rule)))
    .flatMap((it) => [it.at, ...it.related.map(({ at }) => at)])
    .filter((it) => it.file === subject.uri && it.chunk === subject.chunk);
  const taken = new Set(places.map((it) => JSON.stringify(it.route)));
  const groups = new Map<string, SpecProblem[]>();
  for (const problem of problems) {
    if (taken.has(JSON.stringify(problem.route))) continue;
    const group = groups.get(problem.key);
    if (group) group.push(problem);
    else groups.set(problem.key, [problem]);
  }
  return [...groups.values()].slice(0, mostSpecFindings).flatMap((group) => {
    const [first, ...others] = group;
    return first ? [finding(subject, first, others)] : [];
  });
}

function finding({ uri: file, chunk }: SpecSubject, first: SpecProblem, others: readonly SpecProblem[]): Finding {
  const more = others.length === 0 ? '' : ` The same holds for ${others.length} more ${plural(others.length)}.`;
  return {
    rule: invalidOpenapi.id,
    message: `${nameOf(first.route)} ${first.what}.${more} ${first.remedy}`,
    at: { file, chunk, route: first.route, part: 'key' },
    severity: invalidOpenapi.severity,
    reason: null,
    confidence: 'high',
    equivalents: [],
    related: others.slice(0, 50).map((it) => ({
      message: `${nameOf(it.route)} ${it.what}`,
      at: { file, chunk, route: it.route, part: 'key' as const },
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
