import type { DataDialect, LiveLens } from '../dialects/dialect.ts';
import type { LensHost, RuleContext } from '../rules/context.ts';
import type { Finding } from '../rules/finding.ts';
import type { Fact } from '../threat-model/fact.ts';
import { JoinedFindings } from '../rules/joined.ts';
import type { NounName } from '../rules/nouns.ts';
import type { RuleIndex } from '../rules/run.ts';
import type { DataTree } from '../syntax/node.ts';
import { type LiveSource, type Source, View } from '../syntax/view.ts';
import { tracked } from '../cells/cell.ts';
import { Row, type Unit } from './units.ts';

/**
 * Cells of what an edit has taken away are forgotten only with the chunk: after hours of typing it is made anew, which
 * takes a second where the document is very long.
 */
const mostEdits = 5000;

type LiveDialect = NonNullable<DataDialect['live']>;

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
  readonly #rows = new Map<NounName, Row>();
  /** The units of nouns that are there which may say something else since they were asked. */
  #stale: Unit[] = [];
  readonly #joined = new JoinedFindings();
  #findings: readonly Finding[] | undefined;
  /** Somebody says something else since they were joined. */
  #changed = false;
  /** The tree whose facts were asked for last. */
  #told: DataTree | undefined;
  #edits = 0;
  /** Units that were made for all edits together, and those of the nouns that are there. */
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
    return tracked(() => {
      this.#lens.settle();
      return this.#run();
    });
  }

  /**
   * How many answers an edit has made doubtful: about nouns, all of them where it may concern the whole, and the facts as
   * one.
   */
  get weight(): number {
    return (this.#lens.isSettled() ? this.#stale.length : this.#present) + (this.#told === this.#source.tree ? 0 : 1);
  }

  /** How many answers about nouns there are. */
  get size(): number {
    return this.#present;
  }

  /** Asks the doubtful answers again, one after another, until it is `due` to look at something else. */
  advance(due: () => boolean): void {
    tracked(() => {
      this.#lens.settle(due);
      if (due() || !this.#lens.isSettled()) return;
      this.#seat();
      if (due()) return;
      for (let unit = this.#stale.pop(); unit; unit = this.#stale.pop()) {
        if (!unit.seated) continue;
        if (unit.row.ask([unit])) this.#changed = true;
        if (due()) return;
      }
      this.#lens.facts();
      this.#told = this.#source.tree;
    });
  }

  facts(): readonly Fact[] {
    return tracked(() => {
      this.#lens.settle();
      this.#told = this.#source.tree;
      return this.#lens.facts();
    });
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

  /** Most edits change few claims; what is not touched is not looked at. */
  #run(): readonly Finding[] {
    this.#seat();
    const stale = this.#stale.filter((it) => it.seated);
    this.#stale = [];
    for (const row of this.#rows.values()) if (row.ask(stale.filter((it) => it.row === row))) this.#changed = true;
    if (!this.#findings || this.#changed) {
      this.#findings = this.#joined.join([...this.#rows.values()].map((it) => it.said));
      this.#changed = false;
    }
    return this.#findings;
  }

  /** Takes over the nouns as they are now. */
  #seat(): void {
    let changed = false;
    for (const [name, nouns] of this.#lens.nouns()) {
      const made = this.#row(name).follow(nouns);
      if (made === undefined) continue;
      this.#met += made;
      changed = true;
    }
    if (!changed) return;
    this.#changed = true;
    this.#count();
  }

  /** The rows in the order in which the lens announces. All rules of a small noun look together; those of a whole
   * document have each read other parts of it. */
  #row(name: NounName): Row {
    let row = this.#rows.get(name);
    if (!row) {
      const rules = this.#index.get(name) ?? [];
      const parts = this.#lens.isWhole(name) ? rules.map((it) => [it]) : [rules];
      const root = { file: this.#source.file, chunk: this.#source.chunk, route: [] };
      row = new Row(parts, { context: this.#context, root, stale: (unit) => this.#stale.push(unit) });
      this.#rows.set(name, row);
    }
    return row;
  }

  #count(): void {
    let known = 0;
    this.#present = 0;
    for (const row of this.#rows.values()) {
      known += row.known;
      this.#present += row.size;
    }
    if (known > 1.5 * this.#present + 1000) for (const row of this.#rows.values()) row.sweep();
  }
}

/** What views behind a fault that swallows what follows, or behind an anchor, mean depends on text elsewhere. */
function followable({ faults, broken, anchors, root }: DataTree): boolean {
  return root !== undefined && (faults.length === 0 || broken !== undefined) && anchors.size === 0;
}
