import type { FileAnswer } from './file-answer.ts';
import type { Visitor } from './rules/nouns.ts';
import type { AnyRule, Report } from './rules/rule.ts';
import { indexRules, type RuleIndex } from './rules/run.ts';
import type { Anchor } from './syntax/anchor.ts';

/** A share of the rules: a large contract is judged by several threads, each of which reads it and asks its own rules. */
export interface Part {
  readonly index: number;
  readonly of: number;
}

/** What orders the findings of all parts as they would stand had nobody shared: chunk, noun and rule, by number. */
export type Order = readonly [chunk: number, noun: number, rule: number];

/** The answer of a part. Only the first one tells what does not come from rules. */
export interface PartialAnswer extends FileAnswer {
  readonly orders: readonly Order[];
}

/** These visit other nouns, and look for schemas beside them. */
const lookingAtSchemas: ReadonlySet<string> = new Set(['openapi/free-form-error', 'openapi/leaky-error']);

/**
 * The part of a rule. To read a contract takes as long as to judge it, so it is shared by what the rules have to read:
 * the first part follows the references, the others collect the schemas, and neither does what the other does.
 */
function partOf({ id, visits }: AnyRule, number: number, of: number): number {
  const schemas = lookingAtSchemas.has(id) || [visits].flat().includes('openapi.schema');
  return schemas && of > 1 ? 1 + (number % (of - 1)) : 0;
}

/** What failed without a place of its own comes last. */
const last: Order = [Number.MAX_SAFE_INTEGER, 0, 0];

/** The rules of a part, which note for each anchor that they report when that was. */
export class PartRules {
  readonly index: RuleIndex;
  readonly #orders = new Map<Anchor, Order>();
  #chunk = 0;
  #noun = 0;

  constructor(rules: readonly AnyRule[], { index, of }: Part) {
    const own = rules.map((rule, number) =>
      partOf(rule, number, of) === index ? this.#noting(rule, number) : undefined,
    );
    this.index = indexRules(own.filter((it) => it !== undefined));
  }

  /** Counts what is announced of a chunk; every part counts alike. */
  counting(chunk: number, announce: (visit: Visitor) => void): (visit: Visitor) => void {
    this.#chunk = chunk;
    this.#noun = 0;
    return (visit) =>
      announce((name, noun) => {
        this.#noun++;
        visit(name, noun);
      });
  }

  orderOf(at: Anchor): Order {
    return this.#orders.get(at) ?? last;
  }

  #noting(rule: AnyRule, number: number): AnyRule {
    const check = rule.check as (noun: unknown, report: (report: Report) => void, context: unknown) => void;
    const noted = (noun: unknown, report: (report: Report) => void, context: unknown): void =>
      check.call(
        rule,
        noun,
        (it) => {
          // An anchor of its own, because its identity is what finds the order again.
          const at = { ...it.at };
          this.#orders.set(at, [this.#chunk, this.#noun, number]);
          report({ ...it, at });
        },
        context,
      );
    return { ...rule, check: noted } as AnyRule;
  }
}

/** The answers of all parts as one; undefined while one is missing. */
export function joinParts(parts: readonly (PartialAnswer | undefined)[]): FileAnswer | undefined {
  const all = parts.filter((it) => it !== undefined);
  const [first] = all;
  if (!first || all.length < parts.length) return undefined;
  const found = all
    .flatMap((it) =>
      it.findings.map((finding, i) => ({ finding, places: it.places[i] ?? [], order: it.orders[i] ?? last })),
    )
    .sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1] || a.order[2] - b.order[2]);
  const { orders: _, ...whole } = first;
  return {
    ...whole,
    findings: found.map((it) => it.finding),
    places: found.map((it) => it.places),
    reads: [...new Set(all.flatMap((it) => it.reads))].sort(),
  };
}
