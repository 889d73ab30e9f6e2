import type { Anchor } from '../syntax/anchor.ts';

/**
 * A small plain value that a chunk tells the workspace: useless alone, a stepping stone together. Facts carry routes,
 * never offsets, so that typing above them changes nothing.
 */
export type Fact = KubernetesObjectFact;

/** An object of a manifest, as far as other files ask about it. */
export interface KubernetesObjectFact {
  readonly fact: 'kubernetes-object';
  readonly at: Anchor;
  readonly apiVersion: string;
  readonly kind: string;
  /** Null when the manifest does not say: it is decided when the manifest is applied. */
  readonly namespace: string | null;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The parts of the specification that joins read, as plain data. */
  readonly spec: unknown;
}
