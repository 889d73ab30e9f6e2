import { type ClusterView, type ClusterWorkload, workloadsOf } from './cluster.ts';
import { joined } from './cluster-index.ts';
import type { KubernetesObjectFact } from './fact.ts';
import { dig, listOf, mapOf, textMapOf } from './plain.ts';
import { type Labels, matchesLabels, matchesSelector } from './selector.ts';

/** A namespace as manifests know it: null is decided when the manifest is applied, so it may be any. */
export type Space = string | null;

/** May two objects stand in one namespace? Unknown may. */
export function mayShare(a: Space, b: Space): boolean {
  return a === null || b === null || a === b;
}

/** Asks a cluster for what a reference may mean, where a namespace that is not written down may be any. */
export class Lookup {
  readonly cluster: ClusterView;

  constructor(cluster: ClusterView) {
    this.cluster = cluster;
  }

  /** Objects of that kind and name that the reference may mean. */
  named(kind: string, space: Space, name: string): readonly KubernetesObjectFact[] {
    return this.cluster.source.bucket('name', joined(kind, name)).filter((it) => mayShare(it.namespace, space));
  }

  /** Objects of that kind that may stand in the namespace. */
  ofKind(kind: string, space: Space): readonly KubernetesObjectFact[] {
    if (space !== null && this.cluster.ofKindIn(kind, null).length === 0) return this.cluster.ofKindIn(kind, space);
    return this.cluster.ofKind(kind).filter((it) => mayShare(it.namespace, space));
  }

  /** Workloads that may stand in the namespace. */
  workloadsIn(space: Space): readonly ClusterWorkload[] {
    return this.cluster.workloads.filter((it) => mayShare(it.object.namespace, space));
  }

  /**
   * Workloads that surely stand in the namespace: the files show what runs there, so that an absence means something.
   * What says nothing is taken for "default", where it goes unless somebody says otherwise.
   */
  beside(space: Space): readonly ClusterWorkload[] {
    const home = space ?? 'default';
    if (home !== 'default') return this.cluster.workloadsOf(home);
    return this.cluster.workloads.filter(({ object }) => (object.namespace ?? 'default') === home);
  }

  /** Workloads that carry all these labels; none for no label. `space` undefined: in any namespace. */
  labelled(labels: Labels, space: Space | undefined): readonly ClusterWorkload[] {
    const [first] = Object.entries(labels);
    if (!first) return [];
    return workloadsOf(this.cluster.source.bucket('label', joined(...first))).filter(
      (it) => (space === undefined || mayShare(it.object.namespace, space)) && matchesLabels(labels, it.labels),
    );
  }

  /** Workloads that a LabelSelector matches; an empty one matches all. */
  selected(selector: unknown, space: Space | undefined): readonly ClusterWorkload[] {
    const labels = textMapOf(dig(selector, 'matchLabels'));
    const candidates =
      Object.keys(labels).length > 0
        ? this.labelled(labels, space)
        : space === undefined
          ? this.cluster.workloads
          : this.workloadsIn(space);
    return candidates.filter((it) => matchesSelector(selector, it.labels));
  }

  /** Services that select the workload's pods. */
  servicesOf({ labels, object }: ClusterWorkload): readonly KubernetesObjectFact[] {
    // By the first label that each selector asks for, so that pods are not tried against every Service.
    const candidates = Object.entries(labels).flatMap((it) => this.cluster.source.bucket('selects', joined(...it)));
    return candidates.filter(
      (it) => mayShare(it.namespace, object.namespace) && matchesLabels(textMapOf(dig(it.spec, 'selector')), labels),
    );
  }
}

const lookups = new WeakMap<ClusterView, Lookup>();

/** The lookup of a cluster, made once. */
export function lookupIn(cluster: ClusterView): Lookup {
  let found = lookups.get(cluster);
  if (!found) lookups.set(cluster, (found = new Lookup(cluster)));
  return found;
}

/** A selector whose values are not known before a template is rendered: whom it matches cannot be told. */
export function isOpenText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{') || value.includes('${') || value.includes('$(');
  if (Array.isArray(value)) return value.some(isOpenText);
  return Object.entries(mapOf(value)).some(([key, it]) => isOpenText(key) || isOpenText(it));
}

/** The texts of a list; whatever else stands in it is left out. */
export function namesOf(list: unknown): readonly string[] {
  return listOf(list).filter((it): it is string => typeof it === 'string');
}
