import type { Identity } from './identity.ts';
import type { Evidence, ThreatModel } from './model.ts';

/** What a change is about. */
export type ChangeKind =
  | 'entry'
  | 'exposure'
  | 'crossing'
  | 'encryption'
  | 'authentication'
  | 'threat'
  | 'component'
  | 'flow';

/** One difference of two models, as a sentence with the lines behind it. */
export interface Change {
  readonly kind: ChangeKind;
  readonly text: string;
  /** Id of the component or flow, in the model that `side` names. */
  readonly element: string;
  /** Which model the evidence points into: what is gone is shown where it was. */
  readonly side: 'before' | 'after';
  readonly evidence: readonly Evidence[];
}

/** What a change to the files does to the system. Sorted by kind, then by text. */
export interface ModelDiff {
  /** New ways in, wider exposure, new crossings, lost protection, new open threats: what a gate stops at. */
  readonly opened: readonly Change[];
  /** The same the other way round, as far as the files show. */
  readonly closed: readonly Change[];
  /** Components and flows that came, whether or not they open something. */
  readonly added: readonly Change[];
  readonly removed: readonly Change[];
}

/** Two models side by side. */
export interface Compared {
  readonly before: ThreatModel;
  readonly after: ThreatModel;
  readonly same: Identity;
}

/** A change, made in one place so that all have the same shape. */
export function change(
  kind: ChangeKind,
  text: string,
  element: string,
  side: Change['side'],
  evidence: readonly Evidence[],
): Change {
  return { kind, text, element, side, evidence };
}
