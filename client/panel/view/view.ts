/** What the lists are drawn from: the system, and what the reader does with it. */
import type { System } from '../model/system.ts';
import type { Filter } from '../model/filter.ts';
import type { Lit } from '../model/light.ts';
import type { Letter, Tab, ThreatChoice, View } from '../state.ts';
import type { Titles } from './remedies.ts';

export interface SideView {
  readonly system: System;
  readonly view: View;
  readonly tab: Tab;
  readonly threatState: ThreatChoice;
  readonly stride: Letter | null;
  readonly filter: Filter;
  /** Components that match the search and filters; null without any. */
  readonly found: ReadonlySet<string> | null;
  readonly selected: string | null;
  /** Components that the active editor's file declares. */
  readonly current: ReadonlySet<string>;
  /** How many pages of rows are drawn. */
  readonly pages: number;
  /** Proven fixes. */
  readonly titles: Titles;
  /** What is held up to the light in the picture, with its key. */
  readonly lit: (Lit & { readonly key: string }) | null;
}
