import { sameElements } from '../cells/same.ts';
import { byFile } from './by-file.ts';
import { type Claim, joinClaims, sameClaims } from './claims.ts';
import type { Finding } from './finding.ts';
import { untilFailure } from './run.ts';

/** Whoever makes claims, such as the rules about one object, with all that is said. */
interface Speaker<K> {
  key: K;
  claims: readonly Claim[];
}

/**
 * The claims about a system by the file that they stand in, as answers that follow an edit: what a few speakers say anew
 * concerns the files of these claims and no others. The findings are those that all claims together make, in the order
 * of their speakers.
 */
export class ClaimBoard<K> {
  readonly #compare: (a: K, b: K) => number;
  readonly #speakers = new Map<string, Speaker<K>>();
  readonly #byFile = new Map<string, readonly Speaker<K>[]>();
  /** Those whose claims concern what others say elsewhere. */
  readonly #wide = new Set<Speaker<K>>();
  readonly #changed = new Set<string>();
  #wasWide = false;
  #whole: ReadonlyMap<string, readonly Finding[]> | undefined;

  /** `compare` orders speakers. One name always has the same place in that order. */
  constructor(compare: (a: K, b: K) => number) {
    this.#compare = compare;
  }

  /** Takes down what a speaker says now, in place of what was said before. */
  put(name: string, key: K, claims: readonly Claim[]): void {
    let speaker = this.#speakers.get(name);
    if (!speaker) {
      if (claims.length === 0) return;
      this.#speakers.set(name, (speaker = { key, claims: [] }));
    }
    speaker.key = key;
    if (claims !== speaker.claims) this.#say(speaker, kept(speaker.claims, claims));
    if (claims.length === 0) this.#speakers.delete(name);
  }

  /** What a speaker who is no more has said is forgotten. */
  drop(name: string): void {
    const speaker = this.#speakers.get(name);
    if (speaker) this.put(name, speaker.key, []);
  }

  /** The files in which other findings may stand since this was asked last. */
  changes(): readonly string[] {
    const isWide = this.#wide.size > 0;
    if (isWide || this.#wasWide) for (const file of this.#byFile.keys()) this.#changed.add(file);
    this.#wasWide = isWide;
    this.#whole = undefined;
    const files = [...this.#changed];
    this.#changed.clear();
    return files;
  }

  /** The findings in a file. */
  in(file: string): readonly Finding[] {
    const speakers = this.#byFile.get(file);
    if (!speakers) return none;
    if (this.#wide.size > 0) return (this.#whole ??= this.#all()).get(file) ?? none;
    const sorted = [...speakers].sort((a, b) => this.#compare(a.key, b.key));
    const claims = sorted.flatMap((it) => it.claims.filter(({ finding }) => finding.at.file === file));
    return byFile(joinClaims(claims)).get(file) ?? none;
  }

  #say(speaker: Speaker<K>, claims: readonly Claim[]): void {
    const before = speaker.claims;
    if (sameElements(before, claims)) return;
    const [old, now] = [new Set(before), new Set(claims)];
    const lost = new Set(before.map(fileOf));
    const found = new Set(claims.map(fileOf));
    for (const it of before) if (!now.has(it)) this.#changed.add(fileOf(it));
    for (const it of claims) if (!old.has(it)) this.#changed.add(fileOf(it));
    for (const file of found)
      if (!lost.delete(file)) this.#byFile.set(file, [...(this.#byFile.get(file) ?? []), speaker]);
    for (const file of lost) {
      const others = (this.#byFile.get(file) ?? []).filter((it) => it !== speaker);
      if (others.length === 0) this.#byFile.delete(file);
      else this.#byFile.set(file, others);
    }
    speaker.claims = claims;
    if (claims.some(isWide)) this.#wide.add(speaker);
    else this.#wide.delete(speaker);
  }

  #all(): ReadonlyMap<string, readonly Finding[]> {
    const speakers = [...this.#speakers.values()].sort((a, b) => this.#compare(a.key, b.key));
    return byFile(joinClaims(untilFailure(speakers.flatMap((it) => it.claims))));
  }
}

const none: readonly Finding[] = [];

function fileOf({ finding }: Claim): string {
  return finding.at.file;
}

/** A rule that has failed says nothing more anywhere, and groups may reach over files. */
function isWide({ failed, report }: Claim): boolean {
  return failed === true || report?.group?.acrossFiles === true;
}

/** The claims of now, each as it was before where it says the same. */
function kept(before: readonly Claim[], now: readonly Claim[]): readonly Claim[] {
  return now.map((claim, i) => {
    const old = before[i];
    return old && (old === claim || sameClaims([old], [claim])) ? old : claim;
  });
}
