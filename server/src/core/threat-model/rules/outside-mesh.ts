import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule, type Reporter } from '../../rules/rule.ts';
import type { ClusterView } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { carriesProxy, injectionOf, isMachinery, isMeshed, namespaceOf, podMarks } from '../mesh-membership.ts';
import { isIstio } from '../mesh-objects.ts';
import { dig, isTrue } from '../plain.ts';
import type { WorkloadView } from '../view.ts';

const spaces = [
  'istio:IST0102',
  'kyverno:enforce-sidecar-injection-namespace',
  'kyverno:enforce-ambient-mode-namespace',
];
const bare = ['istio:IST0103'];
const declined = [
  'kyverno:prevent-disabling-injection-pods',
  'kyverno:prevent-linkerd-pod-injection-override',
  'ponce:non-secured-service-to-service-communications',
];

export default defineRule({
  id: 'mesh/outside-mesh',
  title: 'Workload stands outside the mesh',
  why: 'Without a proxy there is no mutual TLS, no policy and no trace: it is the open place of a closed mesh.',
  remedy: 'Let the namespace inject proxies, and remove what switches them off.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [693], stride: ['S', 'I'] },
  equivalents: [...spaces, ...bare, ...declined],
  concepts: ['workload-outside-mesh'],
  visits: ['model.cluster', 'model.workload'],
  check(noun, report) {
    if ('workload' in noun) checkWorkload(noun, report);
    else checkNamespaces(noun, report);
  },
});

/** Namespaces that have said that they join. */
function joinedOf(cluster: ClusterView): readonly KubernetesObjectFact[] {
  return cluster.ofKind('Namespace').filter((it) => {
    const { injection, revision, ambient } = injectionOf(it);
    return injection === 'enabled' || revision !== undefined || ambient;
  });
}

function checkNamespaces(cluster: ClusterView, report: Reporter): void {
  const joined = joinedOf(cluster);
  // Only where others have joined does it look forgotten.
  if (joined.length === 0) return;
  for (const object of cluster.ofKind('Namespace')) {
    const { injection, revision, ambient } = injectionOf(object);
    if (isMachinery(object.name) || injection !== undefined || revision !== undefined || ambient) continue;
    if (object.annotations['linkerd.io/inject'] !== undefined) continue;
    report({
      at: object.at,
      message: `${titleOf(object)} is not in the mesh, although ${titleOf(joined[0] ?? object)} is: its pods get no proxy, so no mutual TLS and no policy. Label it istio-injection: enabled, or disabled if that is meant.`,
      resource: resourceOf(object),
      equivalents: spaces,
      severity: 'info',
      reason: 'it may have been left out on purpose',
      confidence: 'medium',
      fixes: [
        {
          title: 'Inject proxies into its pods',
          safety: 'behaviour',
          patches: [{ op: 'set', at: within(object, 'metadata', 'labels', 'istio-injection'), value: 'enabled' }],
        },
      ],
    });
  }
}

function checkWorkload({ workload, cluster }: WorkloadView, report: Reporter): void {
  const { object, pod } = workload;
  const { labels, annotations } = podMarks(workload);
  const declines = [labels, annotations].findIndex((it) => it['sidecar.istio.io/inject'] === 'false');
  const linkerd = annotations['linkerd.io/inject'] === 'disabled';
  if (declines < 0 && !linkerd && object.kind !== 'Pod') return;
  if (isMachinery(object.namespace ?? '') || carriesProxy(workload) || isTrue(dig(pod, 'hostNetwork'))) return;
  const ends = /^(?:Job|CronJob)$/.test(object.kind);
  if (linkerd || (declines >= 0 && !ends && hasIstio(cluster))) {
    const key = linkerd ? 'linkerd.io/inject' : 'sidecar.istio.io/inject';
    const place = linkerd || declines === 1 ? 'annotations' : 'labels';
    const at = within(object, ...workload.podRoute.slice(0, -1), 'metadata', place, key);
    report({
      at,
      message: `${titleOf(object)} refuses the proxy of the mesh by ${key}: its traffic is plain, and no policy applies to it. Remove it.`,
      resource: resourceOf(object),
      equivalents: declined,
      fixes: [{ title: `Remove ${key}`, safety: 'behaviour', patches: [{ op: 'remove', at }] }],
    });
    return;
  }
  // A pod as it runs: its neighbours have their proxies, it has none.
  const space = namespaceOf(cluster, object.namespace);
  if (object.kind !== 'Pod' || declines >= 0 || !space || injectionOf(space).ambient) return;
  if (isMeshed(cluster, workload) !== true || !cluster.workloadsOf(object.namespace).some(carriesProxy)) return;
  report({
    at: object.at,
    message: `${titleOf(object)} runs without proxy in a namespace that injects them, while its neighbours have theirs: it was started before, and its traffic is plain. Start it anew.`,
    resource: resourceOf(object),
    equivalents: bare,
    confidence: 'medium',
  });
}

function hasIstio(cluster: ClusterView): boolean {
  return joinedOf(cluster).length > 0 || [...cluster.apiVersions].some((it) => isIstio({ apiVersion: it }));
}
