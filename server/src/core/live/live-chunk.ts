import type { DataDialect, LiveLens } from '../dialects/dialect.ts';
import { check, type Claim, joinClaims, type JoinedGroups, sameClaims } from '../rules/claims.ts';
import type { LensHost, RuleContext } from '../rules/context.ts';
import type { Finding } from '../rules/finding.ts';
import type { Fact } from '../threat-model/fact.ts';
import type { AnnouncedNoun } from '../rules/nouns.ts';
import type { AnyRule } from '../rules/rule.ts';
import type { RuleIndex } from '../rules/run.ts';
import type { Anchor } from '../syntax/anchor.ts';
import type { DataTree } from '../syntax/node.ts';
import { type LiveSource, type Source, View } from '../syntax/view.ts';
import { Cell, tracked } from '../cells/cell.ts';

/**
 * Cells of what an edit has taken away are forgotten only with the chunk: after hours of typing it is made anew, which
 * takes a second where the document is very long.
 */
const mostEdits = 5000;

type LiveDialect = NonNullable<DataDialect['live']>;

/** What the rules said of one noun. */
interface Unit {
  readonly claims: Cell<readonly Claim[]>;
  /** The last round in which the noun was announced. */
  round: number;
}

/** A file that the chunk refers to, or asked for in vain. */
interface Neighbour {
  readonly source: LiveSource | undefined;
}

/**
 * A chunk that is being edited, with the views, lenses and findings that outlive each edit: after a change only those
 * rules look again that have read what changed.
 *
 * Invariant: the findings are those of a fresh run over the same texts. What a view cannot follow (faults, anchors, a
 * file that comes or goes, another version of the standard) is refused, and the caller begins anew.
 */
export class LiveChunk {
  readonly #index: RuleIndex;
  readonly #context: RuleContext;
  readonly #source: LiveSource;
  readonly #lens: LiveLens;
  readonly #neighbours = new Map<string, Neighbour>();
  #units = new Map<object, Unit[]>();
  /** Most edits change no claim; then there is nothing to put together again. */
  readonly #findings = new Cell(() => this.#run());
  readonly #groups: JoinedGroups = new Map();
  #round = 0;
  #edits = 0;
  /** Nouns that have been announced in all rounds together, and in the last one. */
  #met = 0;
  #present = 0;
  #host: LensHost;

  private constructor(live: LiveDialect, source: Source, host: LensHost, index: RuleIndex, context: RuleContext) {
    this.#index = index;
    this.#context = context;
    this.#source = { ...source };
    this.#host = host;
    this.#lens = live(this.#source, { document: (uri) => this.#neighbour(uri) });
  }

  /** Undefined for what cannot be followed. */
  static of(
    dialect: DataDialect,
    source: Source,
    host: LensHost,
    index: RuleIndex,
    context: RuleContext,
  ): LiveChunk | undefined {
    return dialect.live && followable(source.tree)
      ? new LiveChunk(dialect.live, source, host, index, context)
      : undefined;
  }

  /**
   * Takes over the newest edit. `not-now`: what stands there now cannot be followed, but what comes next may be; `end`:
   * the chunk has to be made again.
   */
  follow(newest: Source, host: LensHost, context: RuleContext): 'followed' | 'not-now' | 'end' {
    if (context !== this.#context || this.#isWorn) return 'end';
    if (!followable(newest.tree)) return 'not-now';
    this.#host = host;
    if (newest.tree !== this.#source.tree && ++this.#edits > mostEdits) return 'end';
    return this.#follow(newest.tree) ? 'followed' : 'end';
  }

  /**
   * What is no longer there stays linked to what it has read. Where much came and went, such as a path whose name was
   * typed, beginning anew costs less than the memory.
   */
  get #isWorn(): boolean {
    return this.#met > 2 * this.#present + 2000;
  }

  findings(): readonly Finding[] {
    return tracked(() => this.#findings.value);
  }

  facts(): readonly Fact[] {
    return tracked(() => this.#lens.facts());
  }

  #follow(tree: DataTree): boolean {
    if (tree !== this.#source.tree && !View.follow(this.#source, tree)) return false;
    for (const [uri, { source }] of this.#neighbours) {
      const now = this.#host.document(uri);
      if (now === undefined && source === undefined) continue;
      if (!now || !source) return false;
      if (now.tree === source.tree) continue;
      // What is referred to may have been half-written when it was first looked at.
      if (!followable(source.tree) || !followable(now.tree) || !View.follow(source, now.tree)) return false;
    }
    return !this.#lens.stale();
  }

  #neighbour(uri: string): Source | undefined {
    // A file that refers back leads to this very chunk, where it is the file's first: it has no second set of views.
    if (uri === this.#source.file && this.#source.chunk === 0) return this.#source;
    let known = this.#neighbours.get(uri);
    if (!known) {
      const source = this.#host.document(uri);
      known = { source: source && { ...source } };
      this.#neighbours.set(uri, known);
    }
    return known.source;
  }

  #run(): readonly Finding[] {
    const round = ++this.#round;
    const claims: Claim[] = [];
    const broken = new Set<AnyRule>();
    let count = 0;
    for (const announced of this.#lens.nouns()) {
      for (const unit of this.#unitsOf(announced)) {
        unit.round = round;
        count++;
        for (const claim of unit.claims.value) {
          if (claim.rule && broken.has(claim.rule)) continue;
          claims.push(claim);
          if (claim.failed && claim.rule) broken.add(claim.rule);
        }
      }
    }
    this.#present = count;
    if (this.#units.size > 1.2 * count + 100) this.#sweep(round);
    return joinClaims(claims, this.#groups);
  }

  /** All rules of a small noun look together; those of a whole document have each read other parts of it. */
  #unitsOf([name, noun]: AnnouncedNoun): readonly Unit[] {
    let units = this.#units.get(noun);
    if (!units) {
      const rules = this.#index.get(name) ?? [];
      const parts = this.#lens.isWhole(name) ? rules.map((it) => [it]) : [rules];
      const root: Anchor = { file: this.#source.file, chunk: this.#source.chunk, route: [] };
      units = parts.map((part) => ({
        round: 0,
        claims: new Cell(() => claimsOf(part, noun, this.#context, root), sameClaims),
      }));
      this.#met += units.length;
      this.#units.set(noun, units);
    }
    return units;
  }

  #sweep(round: number): void {
    for (const [noun, units] of this.#units) {
      if (units.every((it) => it.round === round)) continue;
      for (const it of units) it.claims.dispose();
      this.#units.delete(noun);
    }
  }
}

/** What views behind a fault that swallows what follows, or behind an anchor, mean depends on text elsewhere. */
function followable({ faults, broken, anchors, root }: DataTree): boolean {
  return root !== undefined && (faults.length === 0 || broken !== undefined) && anchors.size === 0;
}

function claimsOf(
  rules: readonly AnyRule[],
  noun: AnnouncedNoun[1],
  context: RuleContext,
  root: Anchor,
): readonly Claim[] {
  const claims: Claim[] = [];
  for (const rule of rules) check(rule, noun, context, root, claims);
  return claims;
}
