/**
 * The only types that the panel and its host share: snapshots in, intents out. A message is always a complete
 * snapshot, never a delta, because a hidden view keeps only the newest one.
 */

/** A place in a file, zero-based lines and UTF-16 characters, as the Language Server Protocol counts them. */
export interface PanelLocation {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

export interface PanelEvidence {
  readonly text: string;
  readonly location: PanelLocation | null;
}

export type PanelLevel = 'error' | 'warning' | 'info' | 'hint';
export type PanelTri = 'yes' | 'no' | 'unknown';

/** A finding as the panel shows it; the Problems view shows the same one. */
export interface PanelFinding {
  readonly rule: string;
  readonly message: string;
  readonly level: PanelLevel;
  readonly location: PanelLocation;
}

export interface PanelComponent {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: 'process' | 'data-store' | 'external-entity';
  readonly technology: string | null;
  readonly exposure: 'internet' | 'cluster' | 'namespace' | 'host' | 'isolated' | 'unknown';
  readonly exposedBy: readonly PanelEvidence[];
  readonly boundary: string | null;
  readonly location: PanelLocation | null;
  readonly parts: readonly PanelEvidence[];
  readonly findings: readonly PanelFinding[];
}

export interface PanelFlow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly port: number | null;
  readonly encrypted: PanelTri;
  readonly authenticated: PanelTri;
  readonly crosses: readonly string[];
  readonly evidence: readonly PanelEvidence[];
}

export interface PanelBoundary {
  readonly id: string;
  readonly name: string;
  readonly kind: 'internet' | 'gateway' | 'cluster' | 'namespace' | 'network' | 'mesh' | 'host' | 'third-party';
  readonly parent: string | null;
}

export interface PanelThreat {
  readonly id: string;
  readonly stride: 'S' | 'T' | 'R' | 'I' | 'D' | 'E';
  /** Id of a component or a flow. */
  readonly element: string;
  readonly title: string;
  readonly state: 'open' | 'mitigated' | 'accepted';
  readonly evidence: readonly PanelEvidence[];
  readonly rule: string | null;
}

/** The system, whole. */
export interface PanelSnapshot {
  readonly components: readonly PanelComponent[];
  readonly flows: readonly PanelFlow[];
  readonly boundaries: readonly PanelBoundary[];
  readonly threats: readonly PanelThreat[];
  readonly looseEnds: readonly PanelEvidence[];
  /** How much was analysed, such as "41 of 44 files analysed, 3 left out". */
  readonly coverage: string;
}

/** Host to panel. */
export type ToPanel =
  | { readonly type: 'snapshot'; readonly snapshot: PanelSnapshot }
  /** Ids of the components that the active editor's file declares a part of. */
  | { readonly type: 'selection'; readonly components: readonly string[] };

/** Panel to host. */
export type FromPanel =
  /** The panel is drawn and wants the newest snapshot. */
  | { readonly type: 'ready' }
  /** Open this place in an editor. */
  | { readonly type: 'reveal'; readonly location: PanelLocation }
  /** Show the page of this rule. */
  | { readonly type: 'explain'; readonly rule: string };
