import { sameElements } from '../../cells/same.ts';
import { resourceOf, titleOf } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { ClusterWorkload } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { folderOf } from '../folder.ts';
import { mayShare, type Space } from '../lookup.ts';
import { isMachinery, isMeshedByItself, isMeshedSpace, podMarks } from '../mesh-membership.ts';
import { istioOf, rootNamespace, selectionOf } from '../mesh-objects.ts';
import { dig, textOf } from '../plain.ts';
import { matchesLabels } from '../selector.ts';
import { addTo } from '../grouped.ts';

export default defineRule({
  id: 'mesh/missing-authorization',
  title: 'Every identity of the mesh may call the workload',
  why: 'Mutual TLS only tells who calls. Without a policy each service of the mesh may call every operation of this one.',
  remedy: 'Allow nothing by default in the namespace, and then what is meant.',
  category: 'authorization',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [862], stride: ['E', 'S', 'T'], owasp: ['API5:2023', 'K07:2022'] },
  equivalents: ['kiali:KIA1301', 'kyverno:require-authorizationpolicy', 'ponce:insufficient-access-control'],
  concepts: ['authorization-policy-missing', 'authorization-policy-no-default-deny'],
  visits: 'model.cluster',
  check(cluster, report) {
    // Policies of other meshes say the same in other words.
    if (['ServiceIntentions', 'MeshTrafficPermission'].some((kind) => cluster.ofKind(kind).length > 0)) return;
    const policies = istioOf(cluster, 'AuthorizationPolicy').filter(
      (it) => !/^(?:DENY|AUDIT)$/.test(textOf(dig(it.spec, 'action')) ?? ''),
    );
    const spaces = new Map<Space, ClusterWorkload[]>();
    for (const namespace of cluster.inhabited) {
      if (namespace === null || isMachinery(namespace)) continue;
      const near = policies.filter((it) => it.namespace === rootNamespace || mayShare(it.namespace, namespace));
      const shared = isMeshedSpace(cluster, namespace) === true;
      for (const workload of cluster.workloadsOf(namespace)) {
        // Only what surely has a proxy; gateways are there to be called.
        if (!(isMeshedByItself(workload) ?? shared)) continue;
        if (podMarks(workload).labels['istio'] !== undefined || /gateway/.test(workload.object.name)) continue;
        if (!isConcerned(workload, near)) addTo(spaces, namespace, workload);
      }
    }
    for (const [space, [first, ...others]] of spaces) {
      if (!first || space === null) continue;
      const guarded = policies.some((it) => it.namespace === space);
      report({
        at: first.object.at,
        message: `No AuthorizationPolicy is about ${titleOf(first.object)}${others.length > 0 ? ` and ${others.length} more` : ''} in namespace "${space}"${guarded ? ', although others there have one' : ''}: every service of the mesh may call them, whatever it is. Allow nothing by default, then what is meant.`,
        resource: resourceOf(first.object),
        confidence: 'medium',
        ...(guarded
          ? { severity: 'warning' as const, reason: 'its neighbours are protected, so it looks forgotten' }
          : {}),
        related: others
          .slice(0, 50)
          .map((it) => ({ message: `${titleOf(it.object)} has none either.`, at: it.object.at })),
        fixes: [
          {
            title: `Allow nothing by default in namespace "${space}"`,
            safety: 'behaviour',
            patches: [
              {
                op: 'create',
                at: { file: `${folderOf(first.object.at.file)}/${space}-allow-nothing.yaml`, chunk: 0, route: [] },
                text: `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: allow-nothing\n  namespace: ${space}\nspec: {}\n`,
              },
            ],
          },
        ],
      });
    }
  },
});

/** What was found out about a workload, which counts while the policies that may be about it are the same. */
const known = new WeakMap<
  ClusterWorkload,
  { readonly policies: readonly KubernetesObjectFact[]; readonly concerned: boolean }
>();

/** Whether one of the policies of its namespace or the root namespace is about a workload. */
function isConcerned(workload: ClusterWorkload, policies: readonly KubernetesObjectFact[]): boolean {
  let found = known.get(workload);
  if (!found || !sameElements(found.policies, policies))
    known.set(workload, (found = { policies, concerned: policies.some((it) => concerns(it, workload)) }));
  return found.concerned;
}

/** One with targetRefs is taken to be about what it may be about. */
function concerns(policy: KubernetesObjectFact, { labels }: ClusterWorkload): boolean {
  if (dig(policy.spec, 'targetRefs') !== undefined || dig(policy.spec, 'targetRef') !== undefined) return true;
  const selector = selectionOf(policy);
  return !selector || matchesLabels(selector, labels);
}
