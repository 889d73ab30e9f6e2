import type { Visitor } from '../rules/nouns.ts';
import { ClusterView } from './cluster.ts';
import type { Fact, KubernetesObjectFact } from './fact.ts';
import { settleNamespaces } from './join/namespaces.ts';
import type { ThreatModel } from './model.ts';
import { onShelves } from './shelves.ts';
import { SystemView } from './view.ts';
import { isWorkloadKind, toWorkload } from './workload.ts';

/** Announces the nouns of the threat model, once for the whole workspace: the cluster, the system, its components and flows. */
export function announceModel(model: ThreatModel, facts: readonly Fact[], visit: Visitor): void {
  const cluster = clusterOf(facts);
  if (cluster.objects.length > 0) visit('model.cluster', cluster);
  for (const object of cluster.objects) announceObject(object, cluster, visit);
  announceSystem(model, facts, visit);
}

/** Announces what an object of the cluster is to rules that see one at a time. */
export function announceObject(object: KubernetesObjectFact, cluster: ClusterView, visit: Visitor): void {
  visit('model.object', { object, cluster });
  if (isWorkloadKind(object.kind)) visit('model.workload', { workload: toWorkload(object), cluster });
  else if (isCoreService(object)) visit('model.service', { service: object, cluster });
}

function isCoreService({ kind, apiVersion }: KubernetesObjectFact): boolean {
  return kind === 'Service' && apiVersion === 'v1';
}

/** Announces what was made of all objects together. */
function announceSystem(model: ThreatModel, facts: readonly Fact[], visit: Visitor): void {
  const system = new SystemView(model, facts);
  visit('model.system', system);
  for (const component of model.components) visit('model.component', { component, system });
  for (const flow of model.flows) visit('model.flow', { flow, system });
}

const clusters = new WeakMap<readonly Fact[], ClusterView>();

/** The cluster of these facts, each object in its namespace as far as that is settled; made once. */
export function clusterOf(facts: readonly Fact[]): ClusterView {
  let cluster = clusters.get(facts);
  if (!cluster) clusters.set(facts, (cluster = new ClusterView(settleNamespaces(objectsOf(facts)))));
  return cluster;
}

/** Uses this cluster for these facts from now on, and no longer for those before, whose objects it has left. */
export function keepCluster(facts: readonly Fact[], cluster: ClusterView, before: readonly Fact[] | undefined): void {
  if (before) clusters.delete(before);
  clusters.set(facts, cluster);
}

export const objectsOf: (facts: readonly Fact[]) => readonly KubernetesObjectFact[] = onShelves((facts) =>
  facts.filter((it): it is KubernetesObjectFact => it.fact === 'kubernetes-object'),
);
