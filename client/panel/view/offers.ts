/** Which findings have proven fixes. Proving takes the server a moment, so only what is on the screen is asked about. */
import type { PanelOffer } from '../contract.ts';

/** Scrolling and typing rest this long before the question goes out. */
const QUIET_MS = 250;
/** Asked about at once, so that the first buttons are there soon. */
const MOST_ASKED = 8;

export class Offers {
  readonly #ask: (findings: readonly string[]) => void;
  #titles: ReadonlyMap<string, readonly string[]> = new Map();
  #asked = new Set<string>();
  #wanted: readonly string[] = [];
  #pending: readonly string[] | null = null;
  #timer = 0;

  constructor(ask: (findings: readonly string[]) => void) {
    this.#ask = ask;
  }

  /** The titles of the fixes of each finding that has some, as far as is known. */
  get titles(): ReadonlyMap<string, readonly string[]> {
    return this.#titles;
  }

  /** The files changed: what was proven may hold no longer. It stands until the new answer comes; a click proves again. */
  outdated(): void {
    this.#asked = new Set();
    this.#pending = null;
  }

  /** These are on the screen; those that are not known are asked about, a few at a time. */
  want(findings: readonly string[]): void {
    this.#wanted = [...new Set(findings)];
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#next(), QUIET_MS);
  }

  receive(offers: readonly PanelOffer[]): void {
    const answered = new Set(offers.map((it) => it.finding));
    // An answer for somebody else, or an empty one from a server that is away, does not end the waiting for ours.
    if (this.#pending?.some((it) => answered.has(it)) ?? false) this.#pending = null;
    this.#titles = new Map([...this.#titles, ...offers.map((it) => [it.finding, it.titles] as const)]);
    for (const it of answered) this.#asked.add(it);
    this.#next();
  }

  #next(): void {
    if (this.#pending !== null) return;
    const missing = this.#wanted.filter((it) => !this.#asked.has(it)).slice(0, MOST_ASKED);
    if (missing.length === 0) return;
    for (const it of missing) this.#asked.add(it);
    this.#pending = missing;
    this.#ask(missing);
  }
}
