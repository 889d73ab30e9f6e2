/** Which findings have proven fixes. Proving takes the server a moment, so only what is on the screen is asked about. */
import type { PanelOffer } from '../contract.ts';

/** Scrolling and typing rest this long before the question goes out. */
const QUIET_MS = 250;
/** The server answers so many at once. */
const MOST_ASKED = 60;

export class Offers {
  readonly #ask: (findings: readonly string[]) => void;
  #titles: ReadonlyMap<string, readonly string[]> = new Map();
  #asked = new Set<string>();
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
  }

  /** These are on the screen. */
  want(findings: readonly string[]): void {
    window.clearTimeout(this.#timer);
    const missing = [...new Set(findings)].filter((it) => !this.#asked.has(it)).slice(0, MOST_ASKED);
    if (missing.length === 0) return;
    this.#timer = window.setTimeout(() => {
      for (const it of missing) this.#asked.add(it);
      this.#ask(missing);
    }, QUIET_MS);
  }

  receive(offers: readonly PanelOffer[]): void {
    this.#titles = new Map([...this.#titles, ...offers.map((it) => [it.finding, it.titles] as const)]);
  }
}
