import type { Anchor } from '../../syntax/anchor.ts';
import type { ClusterWorkload } from '../../threat-model/cluster.ts';
import type { KubernetesObjectFact } from '../../threat-model/fact.ts';
import { dig, listOf } from '../../threat-model/plain.ts';

/** "Kind/namespace/name", as {@link KubernetesResource} says it, for rules that see the whole cluster. */
export function resourceOf({ kind, namespace, name }: KubernetesObjectFact): string {
  return namespace === null ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/** How messages name the object: `Deployment "web"`. */
export function titleOf({ kind, name }: KubernetesObjectFact): string {
  return name === '' ? kind : `${kind} "${name}"`;
}

/** An address in the object's manifest. */
export function within({ at, root }: KubernetesObjectFact, ...route: readonly (string | number)[]): Anchor {
  return { file: at.file, chunk: at.chunk, route: [...root, ...route] };
}

/** A fragment that another file completes, or an object that says nothing about its containers. */
export function isFragment({ pod }: ClusterWorkload): boolean {
  return listOf(dig(pod, 'containers')).length === 0;
}

/** True or false as Kubernetes reads a plain scalar (YAML 1.1); undefined for what is absent or no truth. */
export function truthOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (/^(?:y|yes|on)$/i.test(value)) return true;
  return /^(?:n|no|off)$/i.test(value) ? false : undefined;
}
