/** Tells a screen reader what changed: at once what the reader did, and once it rests what typing changed. */
import type { PanelSnapshot } from '../contract.ts';
import { announcement } from '../model/announce.ts';

/** Typing changes the model several times a second; a listener is told once it rests. */
const QUIET_MS = 700;

export class Announcer {
  readonly #live: HTMLElement;
  #told: PanelSnapshot | null = null;
  #timer = 0;

  constructor(live: HTMLElement) {
    this.#live = live;
  }

  say(text: string): void {
    this.#live.textContent = text;
  }

  /** The newest snapshot; an earlier one that was not told yet is skipped. */
  changed(snapshot: PanelSnapshot): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const text = announcement(this.#told, snapshot);
      this.#told = snapshot;
      if (text !== '') this.say(text);
    }, QUIET_MS);
  }
}
