import type { Anchor } from '../syntax/anchor.ts';

/** Three-valued truth: what cannot be known is `unknown`, and the negation of `unknown` is `unknown`. */
export type Tri = 'yes' | 'no' | 'unknown';

/** The element kinds of a data-flow diagram (Shostack, Threat Modeling, ch. 2). */
export type ComponentType = 'process' | 'data-store' | 'external-entity';

/** From how far away a component can be reached, the widest that the files prove. */
export type Exposure = 'internet' | 'cluster' | 'namespace' | 'host' | 'isolated' | 'unknown';

/** One line of a file that supports a claim, with the sentence that says how. */
export interface Evidence {
  readonly text: string;
  readonly at: Anchor | null;
}

/** A process, data store or external entity. */
export interface Component {
  /** Unique and stable under edits that do not rename it. */
  readonly id: string;
  readonly name: string;
  /** Other names of the same thing: Compose service, Kubernetes workload and Service, image, application name. */
  readonly aliases: readonly string[];
  readonly type: ComponentType;
  /** Such as "PostgreSQL" or "NGINX"; null when the files do not tell. */
  readonly technology: string | null;
  readonly exposure: Exposure;
  /** The way from outside, hop by hop, that proves the exposure; empty when there is none. */
  readonly exposedBy: readonly Evidence[];
  /** Id of the innermost boundary around it, or null. */
  readonly boundary: string | null;
  /** Where it is declared first. */
  readonly at: Anchor | null;
  /** Every other place that declares a part of it: its Service, its Dockerfile, its contract. */
  readonly parts: readonly Evidence[];
}

/** A data flow. `from` opens the connection. */
export interface Flow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Such as "http", "https", "grpc", "postgresql"; "tcp" when nothing better is known. */
  readonly protocol: string;
  readonly port: number | null;
  readonly encrypted: Tri;
  readonly authenticated: Tri;
  /** Ids of the boundaries that it crosses, outermost first. */
  readonly crosses: readonly string[];
  /**
   * Set when network policies or the mesh's authorization turn away every connection of it that the files name. The
   * files show that the call is meant, so it stays in the picture, but it leads no attacker on.
   */
  readonly blocked?: true;
  readonly evidence: readonly Evidence[];
}

export type BoundaryKind =
  | 'internet'
  | 'gateway'
  | 'cluster'
  | 'namespace'
  | 'network'
  | 'mesh'
  | 'host'
  | 'third-party';

/** A trust boundary; boundaries nest by `parent`. */
export interface Boundary {
  readonly id: string;
  readonly name: string;
  readonly kind: BoundaryKind;
  readonly parent: string | null;
}

/** The letters of STRIDE. */
export type Stride = 'S' | 'T' | 'R' | 'I' | 'D' | 'E';

/** A rough measure for people to sort by; three steps, because the files carry no finer one (OWASP Risk Rating). */
export type Rating = 'high' | 'medium' | 'low';

/**
 * Who took the risk of a threat, why and how long: from the policy, or (without owner and
 * end) an ignore comment or a rule that the policy switches off.
 */
export interface Acceptance {
  readonly reason: string;
  readonly owner: string | null;
  /** The last day on which it holds, yyyy-mm-dd. */
  readonly until: string | null;
}

/** A threat to one component or flow, and what became of it. */
export interface Threat {
  readonly id: string;
  readonly stride: Stride;
  /** Id of the component or flow. */
  readonly element: string;
  readonly title: string;
  readonly state: 'open' | 'mitigated' | 'accepted';
  /** How easily it comes true: from who reaches the element, and from the weaknesses that are open. */
  readonly likelihood: Rating;
  /** How bad it is: from the classes of data, the data stores behind it, and the powers that it gives. */
  readonly impact: Rating;
  /** Lines that speak for the threat when it is open or accepted, and lines that close it when it is mitigated. */
  readonly evidence: readonly Evidence[];
  /** Lines that speak against it and do not suffice, or (mitigated) that still speak for it. */
  readonly against: readonly Evidence[];
  /** Set exactly when the state is `accepted`. */
  readonly accepted: Acceptance | null;
  /** The rule whose finding it is, if there is one. */
  readonly rule: string | null;
  /** Present where every line of the evidence is a finding of its own: the further rules that report some of them. */
  readonly otherRules?: readonly string[];
  /** Rules whose findings are among the evidence, where another rule answers for the threat as a whole. */
  readonly foundBy?: readonly string[];
}

/** What a control does about an incident, in the order of time (NIST CSF 2.0: protect, detect, respond, recover). */
export type Phase = 'prevention' | 'detection' | 'response' | 'recovery';

export type Control =
  | 'authentication'
  | 'encryption'
  | 'isolation'
  | 'logs'
  | 'metrics'
  | 'traces'
  | 'probes'
  | 'scanning'
  | 'alerts'
  | 'rate-limit'
  | 'circuit-breaker'
  | 'rollback'
  | 'replicas'
  | 'disruption-budget'
  | 'backup'
  | 'restore';

/** Whether the files show a control of a component. `no` only where a file that would have to show it does not. */
export interface ControlState {
  readonly phase: Phase;
  readonly control: Control;
  readonly state: Tri;
  readonly evidence: readonly Evidence[];
}

/**
 * What the files show about the defence of one component, each control at most once, in the order of {@link Control}. A
 * control that makes no sense for it, as a backup of what keeps nothing, is left out.
 */
export interface Posture {
  /** Id of the component. */
  readonly component: string;
  readonly controls: readonly ControlState[];
}

/** Something that could not be joined: kept and shown, never dropped. */
export interface LooseEnd {
  readonly text: string;
  readonly at: Anchor | null;
}

/** The whole system. Every list is sorted by id, so that the same files give the same bytes. */
export interface ThreatModel {
  readonly components: readonly Component[];
  readonly flows: readonly Flow[];
  readonly boundaries: readonly Boundary[];
  readonly threats: readonly Threat[];
  /** One for each component inside the system. */
  readonly posture: readonly Posture[];
  readonly looseEnds: readonly LooseEnd[];
}
