import { dataDialects } from '../dialects/registry.ts';
import type { DialectName } from '../dialects/dialect.ts';
import type { LensHost, RuleContext } from '../rules/context.ts';
import type { Finding } from '../rules/finding.ts';
import type { RuleIndex } from '../rules/run.ts';
import { Newest } from '../syntax/newest.ts';
import type { Source } from '../syntax/view.ts';
import { LiveChunk } from './live-chunk.ts';

/** Chunks that are followed at the same time: a person types in one, and looks at few. */
const mostChunks = 4;

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
  findings(
    source: Source,
    dialects: readonly DialectName[],
    host: LensHost,
    context: RuleContext,
  ): readonly Finding[] | undefined {
    const [dialect, ...others] = dataDialects.filter((it) => dialects.includes(it.name));
    if (!dialect?.live || others.length > 0) return undefined;
    const key = `${source.chunk} ${source.file}`;
    let chunk = this.#chunks.peek(key);
    for (let attempt = 0; attempt < 2; attempt++) {
      chunk ??= LiveChunk.of(dialect, source, host, this.#index, context);
      if (!chunk) return undefined;
      const found = this.#ask(chunk, source, host, context);
      if (found === 'not-now') return undefined;
      if (found !== 'end') {
        this.#chunks.set(key, chunk);
        return found;
      }
      this.#chunks.delete(key);
      chunk = undefined;
    }
    return undefined;
  }

  /** A lens that fails is told by the run from the beginning. */
  #ask(chunk: LiveChunk, ...args: Parameters<LiveChunk['findings']>): ReturnType<LiveChunk['findings']> {
    try {
      return chunk.findings(...args);
    } catch {
      return 'end';
    }
  }
}
