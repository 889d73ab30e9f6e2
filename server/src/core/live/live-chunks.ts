import { dataDialects } from '../dialects/registry.ts';
import type { DialectName } from '../dialects/dialect.ts';
import type { LensHost, RuleContext } from '../rules/context.ts';
import type { Finding } from '../rules/finding.ts';
import type { Fact } from '../threat-model/fact.ts';
import type { RuleIndex } from '../rules/run.ts';
import { Newest } from '../syntax/newest.ts';
import type { Source } from '../syntax/view.ts';
import { LiveChunk } from './live-chunk.ts';

/** Chunks that are followed at the same time: a person types in one, and looks at few. */
const mostChunks = 4;
/** To begin anew takes so many times as long as to ask all answers again. */
const anew = 10;

/** A chunk as it stands now, with all that its findings depend on. */
export type LivePlace = readonly [
  source: Source,
  dialects: readonly DialectName[],
  host: LensHost,
  context: RuleContext,
];

/**
 * The chunks that are being edited. A memory and nothing more: whatever it holds, the findings are those of a fresh
 * run.
 */
export class LiveChunks {
  readonly #index: RuleIndex;
  readonly #chunks = new Newest<LiveChunk>(mostChunks);

  constructor(index: RuleIndex) {
    this.#index = index;
  }

  /** The findings of a chunk after its newest edit, or undefined when it has to be judged from the beginning. */
  findings(...place: LivePlace): readonly Finding[] | undefined {
    return this.#ask(place, (chunk) => chunk.findings());
  }

  /** What a chunk tells the workspace after its newest edit, or undefined when it has to be read from the beginning. */
  facts(...place: LivePlace): readonly Fact[] | undefined {
    return this.#ask(place, (chunk) => chunk.facts());
  }

  /**
   * How many answers about a chunk its newest edit has made doubtful; many times all of them where all begins anew, and
   * undefined where nothing is followed. `due`: first they are asked again one by one, until it says so; what begins anew
   * begins then.
   */
  weight(place: LivePlace, due?: () => boolean): number | undefined {
    const [source, , host, context] = place;
    if (due)
      return this.#ask(place, (chunk) => {
        chunk.advance(due);
        return chunk.weight;
      });
    const chunk = this.#chunks.peek(keyOf(source));
    return chunk && (chunk.follow(source, host, context) === 'followed' ? chunk.weight : anew * chunk.size);
  }

  /** The files whose chunks are followed now. */
  get files(): readonly string[] {
    return this.#chunks.keys.map((it) => it.slice(it.indexOf(' ') + 1));
  }

  /** Lets go of a file that nobody edits any more: what follows a long contract takes far more memory than its text. */
  forget(file: string): void {
    for (const key of this.#chunks.keys) if (key.endsWith(` ${file}`)) this.#chunks.delete(key);
  }

  #ask<T>([source, dialects, host, context]: LivePlace, ask: (chunk: LiveChunk) => T): T | undefined {
    const [dialect, ...others] = dataDialects.filter((it) => dialects.includes(it.name));
    if (!dialect?.live || others.length > 0) return undefined;
    const key = keyOf(source);
    let chunk = this.#chunks.peek(key);
    for (let attempt = 0; attempt < 2; attempt++) {
      chunk ??= LiveChunk.of(dialect, source, host, this.#index, context);
      if (!chunk) return undefined;
      try {
        const state = chunk.follow(source, host, context);
        if (state === 'not-now') return undefined;
        if (state === 'followed') {
          const answer = ask(chunk);
          this.#chunks.set(key, chunk);
          return answer;
        }
      } catch {
        // A lens that fails is told by the run from the beginning.
      }
      this.#chunks.delete(key);
      chunk = undefined;
    }
    return undefined;
  }
}

function keyOf({ chunk, file }: Source): string {
  return `${chunk} ${file}`;
}
