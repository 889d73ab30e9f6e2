import type { Fix } from '../fix/patch.ts';
import type { Anchor } from '../syntax/anchor.ts';
import type { Confidence, RuleMeta, Severity } from './rule.ts';

/** A rule's claim, complete: what, where, how sure, what could fix it. Plain data, comparable by value. */
export interface Finding {
  readonly rule: string;
  readonly message: string;
  readonly at: Anchor;
  readonly severity: Severity;
  /** Why the severity is not the rule's own, or null. */
  readonly reason: string | null;
  readonly confidence: Confidence;
  readonly equivalents: readonly string[];
  readonly related: readonly { readonly message: string; readonly at: Anchor }[];
  readonly fixes: readonly Fix[];
  /** "Kind/namespace/name" of the Kubernetes object, "service/name" of Compose, or null. */
  readonly resource: string | null;
  /** Zero-based line of the file, for a claim about a comment, which no route leads to; stronger than `at`. */
  readonly line?: number;
}

/** A rule that threw: one visible finding, and the others go on. */
export function internalFinding(rule: Pick<RuleMeta, 'id'>, at: Anchor, cause: unknown): Finding {
  const what = cause instanceof Error ? cause.message : String(cause);
  return {
    rule: 'parapet/internal-fault',
    message: `The rule ${rule.id} failed here (${what}). Its answer is missing; everything else was checked. Please report this.`,
    at,
    severity: 'info',
    reason: null,
    confidence: 'high',
    equivalents: [],
    related: [],
    fixes: [],
    resource: null,
  };
}
