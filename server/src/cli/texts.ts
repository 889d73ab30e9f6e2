import { hash } from 'node:crypto';

/** Texts as threads share them: the bytes of all files one after the other, and where each begins and ends. */
export interface SharedTexts {
  readonly bytes: SharedArrayBuffer;
  readonly index: ReadonlyMap<string, readonly [start: number, end: number]>;
}

/** The texts of a run. Nobody reads a file twice, so that every thread judges what the cache has named. */
export class Texts {
  readonly shared: SharedTexts;
  readonly #bytes: Buffer;
  readonly #hashes = new Map<string, string>();

  constructor(shared: SharedTexts) {
    this.shared = shared;
    this.#bytes = Buffer.from(shared.bytes);
  }

  static of(files: readonly { readonly uri: string; readonly bytes: Uint8Array }[]): Texts {
    const bytes = new SharedArrayBuffer(files.reduce((sum, it) => sum + it.bytes.length, 0));
    const all = new Uint8Array(bytes);
    const index = new Map<string, readonly [number, number]>();
    let end = 0;
    for (const it of files) {
      all.set(it.bytes, end);
      index.set(it.uri, [end, end + it.bytes.length]);
      end += it.bytes.length;
    }
    return new Texts({ bytes, index });
  }

  get uris(): readonly string[] {
    return [...this.shared.index.keys()];
  }

  /** Bytes of a file, 0 for one that is not there. */
  size(uri: string): number {
    const [start, end] = this.shared.index.get(uri) ?? [0, 0];
    return end - start;
  }

  text(uri: string): string | undefined {
    const at = this.shared.index.get(uri);
    return at && this.#bytes.toString('utf8', at[0], at[1]);
  }

  /** Whether the bytes hold an ASCII word. */
  holds(uri: string, word: string): boolean {
    const [start, end] = this.shared.index.get(uri) ?? [0, 0];
    return this.#bytes.subarray(start, end).includes(word, 0, 'latin1');
  }

  /** The files that hold one of the ASCII words: one look through all bytes, which most files have not. */
  holders(words: readonly string[]): ReadonlySet<string> {
    const found = new Set<string>();
    const files = [...this.shared.index];
    for (const word of words) {
      let file = 0;
      for (let at = this.#bytes.indexOf(word, 0, 'latin1'); at >= 0; ) {
        while ((files[file]?.[1][1] ?? Number.MAX_SAFE_INTEGER) <= at) file++;
        const [uri, [, end]] = files[file] ?? ['', [0, at + 1]];
        if (at + word.length <= end) found.add(uri);
        at = this.#bytes.indexOf(word, at + word.length <= end ? end : at + 1, 'latin1');
      }
    }
    return found;
  }

  /** Whether the bytes begin with an ASCII word. */
  startsWith(uri: string, word: string): boolean {
    const [start, end] = this.shared.index.get(uri) ?? [0, 0];
    return this.#bytes.toString('latin1', start, Math.min(end, start + word.length)) === word;
  }

  /** SHA-256 of a file's bytes in base64; empty for a file that is not there. */
  hash(uri: string): string {
    const at = this.shared.index.get(uri);
    if (!at) return '';
    const known = this.#hashes.get(uri);
    if (known !== undefined) return known;
    const found = hash('sha256', this.#bytes.subarray(at[0], at[1]), 'base64');
    this.#hashes.set(uri, found);
    return found;
  }

  /** Names the contents of all files at once: where each begins and ends, and the SHA-256 of the bytes of all. */
  get contents(): readonly [files: readonly (readonly [uri: string, at: readonly [number, number]])[], hash: string] {
    return [[...this.shared.index], hash('sha256', this.#bytes, 'base64')];
  }
}
