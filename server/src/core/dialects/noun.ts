import type { Anchor } from '../syntax/anchor.ts';
import type { View } from '../syntax/view.ts';

/** What every noun of a YAML or JSON dialect offers: the cursor, its address, and the object that it belongs to. */
export interface DataNoun {
  readonly view: View;
  readonly at: Anchor;
  /** "Kind/namespace/name", "service/name" or null; findings show it. */
  readonly resource: string | null;
}
