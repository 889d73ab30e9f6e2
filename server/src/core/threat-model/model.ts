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

/** A threat to one component or flow, and what became of it. */
export interface Threat {
  readonly id: string;
  readonly stride: Stride;
  /** Id of the component or flow. */
  readonly element: string;
  readonly title: string;
  readonly state: 'open' | 'mitigated' | 'accepted';
  /** Lines that open it, mitigate it, or (accepted) the policy's entry. */
  readonly evidence: readonly Evidence[];
  /** The rule whose finding it is, if there is one. */
  readonly rule: string | null;
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
  readonly looseEnds: readonly LooseEnd[];
}
