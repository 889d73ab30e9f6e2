import type { Visitor } from '../rules/nouns.ts';
import { ClusterView } from './cluster.ts';
import type { Fact, KubernetesObjectFact } from './fact.ts';
import { settleNamespaces } from './join/namespaces.ts';
import type { ThreatModel } from './model.ts';
import { SystemView } from './view.ts';

/** Announces the nouns of the threat model, once for the whole workspace: the cluster, the system, its components and flows. */
export function announceModel(model: ThreatModel, facts: readonly Fact[], visit: Visitor): void {
  const objects = facts.filter((it): it is KubernetesObjectFact => it.fact === 'kubernetes-object');
  if (objects.length > 0) visit('model.cluster', new ClusterView(settleNamespaces(objects)));
  const system = new SystemView(model, facts);
  visit('model.system', system);
  for (const component of model.components) visit('model.component', { component, system });
  for (const flow of model.flows) visit('model.flow', { flow, system });
}
