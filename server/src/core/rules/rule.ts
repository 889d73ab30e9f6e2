import type { Anchor } from '../syntax/anchor.ts';
import type { Fix } from '../fix/patch.ts';
import type { Stride } from '../threat-model/model.ts';
import type { RuleContext } from './context.ts';
import type { NounName, Nouns } from './nouns.ts';
import type { Outline } from './outline.ts';

/** How bad it is where it bites. What a team wants to see of it is its level, which the policy decides. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** How sure the rule is that it is as it says. */
export type Confidence = 'high' | 'medium' | 'low';

export type Category =
  | 'authentication'
  | 'authorization'
  | 'exposure'
  | 'transport'
  | 'least-privilege'
  | 'isolation'
  | 'secrets'
  | 'data-protection'
  | 'input-validation'
  | 'resource-limits'
  | 'supply-chain'
  | 'resilience'
  | 'observability'
  | 'contract'
  | 'hygiene';

/** Where the rule's claim comes from. */
export interface References {
  /** Numbers of the Common Weakness Enumeration. */
  readonly cwe?: readonly number[];
  readonly stride?: readonly Stride[];
  /** Such as "API2:2023" (OWASP API Security Top 10) or "K01:2022". */
  readonly owasp?: readonly string[];
  /** Section of a CIS benchmark, such as "Docker 4.1" or "Kubernetes 5.2.2". */
  readonly cis?: readonly string[];
  /** RFCs and sections of standards, such as "RFC 9110 15.5.2". */
  readonly standard?: readonly string[];
}

/** What a rule is, without its check: what lists, pages and reports show. */
export interface RuleMeta {
  /** `dialect/thing-flagged`: names the thing, never the remedy, and reads well after "allow". */
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what an attacker gains. */
  readonly why: string;
  /** One sentence: what to do. */
  readonly remedy: string;
  readonly category: Category;
  readonly severity: Severity;
  /** It concerns what the component calls or fetches, so who reaches the component makes it neither better nor worse. */
  readonly outgoing?: true;
  /** A nursery rule has still to earn trust: its level is one step lower. */
  readonly status: 'stable' | 'nursery';
  readonly refs: References;
  /** Ids of other tools that answer the same question, as `tool:id`; a report may narrow them. */
  readonly equivalents: readonly string[];
  /** Ids of the catalogue's concepts that the rule serves. */
  readonly concepts: readonly string[];
}

/** A rule: synchronous, stateless, silent where it cannot know. */
export interface Rule<N extends NounName = NounName> extends RuleMeta {
  /** The noun, or the nouns, that the rule wants to see. */
  readonly visits: N | readonly N[];
  /**
   * False for schemas of which the rule says nothing, whatever stands behind the keys. The check knows it without being told:
   * this only spares it the many that it would leave at once.
   */
  looksAt?(outline: Outline): boolean;
  check(noun: Nouns[N], report: Reporter, context: RuleContext): void;
}

/** A rule's claim. */
export interface Report {
  readonly at: Anchor;
  /** What is wrong, why it matters here, what to do; names the user's own thing, never a secret's value. */
  readonly message: string;
  /** The other tools' ids that this very finding answers; default: all of the rule's. */
  readonly equivalents?: readonly string[];
  /** Default: the rule's. */
  readonly severity?: Severity;
  /** Why the severity differs from the rule's. */
  readonly reason?: string;
  /** Default: high. */
  readonly confidence?: Confidence;
  /** "Kind/namespace/name" of the object that is meant, for nouns that see many; default: the noun's own. */
  readonly resource?: string;
  /** Other places that explain the finding, such as the hops of a path. */
  readonly related?: readonly { readonly message: string; readonly at: Anchor }[];
  readonly fixes?: readonly Fix[];
  /**
   * One decision, one finding: reports of one rule in one file that share the key become one finding, at the first
   * place, with the others as related places and all patches of equally titled fixes joined.
   */
  readonly group?: {
    readonly key: string;
    readonly message: (count: number) => string;
    /** Fewer than this many reports stay on their own; default 2. */
    readonly from?: number;
    /** Places in other files join too: for a document that is spread over many. */
    readonly acrossFiles?: boolean;
  };
}

export interface Reporter {
  (report: Report): void;
  /**
   * For rules that claim the same of thousands: true where so many of a group `acrossFiles` have been reported that one
   * more is only counted, which the question does. Its equivalents and the titles of its fixes must be those of the
   * others. Never true where patches are wanted.
   */
  readonly counts?: (key: string) => boolean;
}

/** A rule of any noun: what the runner and the lists hold. */
export interface AnyRule extends RuleMeta {
  readonly visits: NounName | readonly NounName[];
  looksAt?(outline: Outline): boolean;
  check(noun: never, report: Reporter, context: RuleContext): void;
}

/** Checks the meta data's form at load time and gives the rule its type. One rule a file, as its default export. */
export function defineRule<N extends NounName>(rule: Rule<N>): Rule<N> {
  if (!/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/.test(rule.id))
    throw new Error(`rule id "${rule.id}" is not dialect/kebab-case`);
  return Object.freeze(rule);
}
