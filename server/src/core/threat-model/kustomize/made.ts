import type { Anchor, Route } from '../../syntax/anchor.ts';
import type { KubernetesObjectFact, ObjectPiece } from '../fact.ts';
import { onceFor } from '../once.ts';

/** An object on its way through a Kustomize build. */
export interface Made {
  /** The object as its own file declares it. */
  readonly from: KubernetesObjectFact;
  readonly kind: string;
  /** The name in the file, by which patches may still call it, and the name so far. */
  readonly original: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: unknown;
  /** The patches that went into it. */
  readonly pieces: readonly ObjectPiece[];
  /** Where what a patch has set stands, by its route below the specification. */
  readonly decided: ReadonlyMap<string, Anchor>;
}

/** An object before anything is done to it. The same object is the same here, so that what is done to it is remembered. */
export const madeOf = onceFor((from: KubernetesObjectFact): Made => {
  const { kind, name, namespace, labels, annotations, spec } = from;
  return {
    from,
    kind,
    original: name,
    name,
    namespace,
    labels,
    annotations,
    spec,
    pieces: [],
    decided: new Map(),
  };
});

/** The key of a place in a specification. */
export function placeKey(route: Route): string {
  return route.join('/');
}
