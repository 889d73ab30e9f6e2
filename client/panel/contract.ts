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

export type PanelRating = 'high' | 'medium' | 'low';

/** What can be done about a finding. */
export interface PanelRemedy {
  /** Names the finding for the host, as long as it stands where it stands. */
  readonly finding: string;
  /** Whether its rule knows a fix. Only what the host offers afterwards is proven. */
  readonly mayFix: boolean;
}

/** A finding as the panel shows it; the Problems view shows the same one. */
export interface PanelFinding extends PanelRemedy {
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
  readonly blast: PanelBlast;
}

/** What whoever takes over a component gets hold of, and from where it can be taken over; ids, nearest first. */
export interface PanelBlast {
  readonly reaches: readonly string[];
  /** How many there are; the list above may end earlier. */
  readonly reachesTotal: number;
  readonly reachedBy: readonly string[];
  readonly reachedByTotal: number;
  /** Whether he owns the machine below. */
  readonly machine: boolean;
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
  /** Set when policies turn away every connection of it. */
  readonly blocked?: true;
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
  readonly likelihood: PanelRating;
  readonly impact: PanelRating;
  readonly evidence: readonly PanelEvidence[];
  /** What speaks the other way and does not decide. */
  readonly against: readonly PanelEvidence[];
  readonly accepted: { readonly reason: string; readonly owner: string | null; readonly until: string | null } | null;
  readonly rule: string | null;
  /** The finding that says the same in the editor. */
  readonly remedy: PanelRemedy | null;
}

/** One step of an attack. */
export interface PanelHop {
  /** Id of the component that the attacker owns by now; null for the internet. */
  readonly from: string | null;
  readonly to: string;
  readonly by: 'entry' | 'flow' | 'machine';
  /** Id of the flow. */
  readonly flow: string | null;
  /** Ids of the open threats that help. */
  readonly threats: readonly string[];
  readonly evidence: readonly PanelEvidence[];
}

/** A way from the internet to a data store. */
export interface PanelPath {
  readonly entry: string;
  readonly target: string;
  readonly hops: readonly PanelHop[];
  readonly openThreats: number;
}

/** One change that breaks ways or makes them harder. */
export interface PanelCut {
  readonly title: string;
  readonly breaks: number;
  readonly of: number;
  /** Id of the threat that it closes. */
  readonly threat: string | null;
  readonly location: PanelLocation | null;
  readonly remedy: PanelRemedy | null;
}

export interface PanelAttacks {
  /** The worst first. */
  readonly paths: readonly PanelPath[];
  /** How many there are; the list may end earlier. */
  readonly total: number;
  /** The best first. */
  readonly cuts: readonly PanelCut[];
}

/** Whether the files show a control of a component. */
export interface PanelControl {
  readonly phase: 'prevention' | 'detection' | 'response' | 'recovery';
  readonly control: string;
  readonly state: PanelTri;
  readonly evidence: readonly PanelEvidence[];
}

export interface PanelPosture {
  /** Id of the component. */
  readonly component: string;
  readonly controls: readonly PanelControl[];
}

/** An image that the system stands on. */
export interface PanelImage {
  readonly image: string;
  readonly base: boolean;
  /** Only stages before the last one stand on it, or files are copied out of it. */
  readonly build?: boolean;
  /** Where it is used; the component is null when nobody is known to run it. */
  readonly uses: readonly { readonly component: string | null; readonly location: PanelLocation | null }[];
  /** The lines of products that it brings. `end`: yyyy-mm-dd, null while none is announced. */
  readonly lines: readonly {
    readonly name: string;
    readonly end: string | null;
    readonly state: 'ended' | 'ending' | 'supported';
  }[];
}

export interface PanelEndpoint {
  readonly method: string;
  readonly path: string;
  /** Whether a caller must prove who he is, by the contract. */
  readonly secured: PanelTri;
  /** Id of the component that serves it. */
  readonly component: string | null;
  readonly location: PanelLocation | null;
}

/** Where the system can be entered. */
export interface PanelEntry {
  readonly component: string;
  readonly evidence: readonly PanelEvidence[];
}

export interface PanelInventory {
  readonly images: readonly PanelImage[];
  readonly endpoints: readonly PanelEndpoint[];
  /** How many endpoints there are; the list may end earlier. */
  readonly endpointsTotal: number;
  readonly entries: readonly PanelEntry[];
}

/** The system, whole. */
export interface PanelSnapshot {
  readonly components: readonly PanelComponent[];
  readonly flows: readonly PanelFlow[];
  readonly boundaries: readonly PanelBoundary[];
  readonly threats: readonly PanelThreat[];
  readonly attacks: PanelAttacks;
  readonly posture: readonly PanelPosture[];
  readonly inventory: PanelInventory;
  readonly looseEnds: readonly PanelEvidence[];
  /** How much was analysed, such as "41 of 44 files analysed, 3 left out". */
  readonly coverage: string;
}

/** Host to panel. */
export type ToPanel =
  | { readonly type: 'snapshot'; readonly snapshot: PanelSnapshot }
  /** Ids of the components that the active editor's file declares a part of. */
  | { readonly type: 'selection'; readonly components: readonly string[] }
  /** The proven fixes of the findings that were asked about, by their titles; a finding without any has none. */
  | { readonly type: 'offers'; readonly offers: readonly PanelOffer[] }
  /** What the threat model can be exported as. */
  | { readonly type: 'formats'; readonly formats: readonly PanelFormat[] };

/** A form of the threat model, such as `otm`, with a line for people, such as "JSON: everything, for programs". */
export interface PanelFormat {
  readonly format: string;
  readonly title: string;
}

export interface PanelOffer {
  readonly finding: string;
  readonly titles: readonly string[];
}

/** What stands for a threat that no finding stands for, where a finding is named. */
export function threatKey(threat: string): string {
  return `threat:${threat}`;
}

/** Panel to host. */
export type FromPanel =
  /** The panel is drawn and wants the newest snapshot. */
  | { readonly type: 'ready' }
  /** Open this place in an editor. */
  | { readonly type: 'reveal'; readonly location: PanelLocation }
  /** Show the page of this rule. */
  | { readonly type: 'explain'; readonly rule: string }
  /** Prove the fixes of these findings and tell which there are. */
  | { readonly type: 'offers'; readonly findings: readonly string[] }
  /** Apply a fix of this finding. */
  | { readonly type: 'fix'; readonly finding: string }
  /** Write into the policy that the risk of this finding is taken, or of this threat by its {@link threatKey}. */
  | { readonly type: 'accept'; readonly finding: string }
  /** Write the threat model in this form into a file. */
  | { readonly type: 'export'; readonly format: string }
  /** Save the picture, which could not be copied. */
  | { readonly type: 'save-picture'; readonly svg: string };
