import { defineRule, type Report } from '../../../rules/rule.ts';
import { hasHole } from '../../../syntax/template.ts';
import type { ClusterView } from '../../../threat-model/cluster.ts';
import type { KubernetesObjectFact } from '../../../threat-model/fact.ts';
import { dig, listOf, mapOf, textMapOf, textOf } from '../../../threat-model/plain.ts';
import { matchesLabels, matchesSelector } from '../../../threat-model/selector.ts';
import { resourceOf, titleOf, within } from '../cluster-objects.ts';

type Finder = (cluster: ClusterView) => readonly Report[];

const service = [
  'kube-linter:dangling-service',
  'kube-score:service-targets-pod',
  'kics:service_does_not_target_pod',
  'kubescape:C-0293',
];
const ingress = ['kube-linter:dangling-ingress', 'kube-score:ingress-targets-service', 'kubescape:C-0298'];
const gateway = ['kubescape:C-0302'];
const scaler = [
  'kube-linter:dangling-horizontalpodautoscaler',
  'kube-score:horizontalpodautoscaler-has-target',
  'kics:hpa_targets_invalid_object',
  'kubescape:C-0300',
];
const account = ['kube-linter:non-existent-service-account', 'kubescape:C-0307'];
const policy = [
  'kube-linter:dangling-networkpolicy',
  'kube-score:networkpolicy-targets-pod',
  'kics:network_policy_is_not_targeting_any_pod',
  'kubescape:C-0299',
];

export default defineRule({
  id: 'kubernetes/dangling-reference',
  title: 'Object points at nothing',
  why: 'The name is free: whoever may create an object of that name gets the traffic, the rights or the protection that was meant for another.',
  remedy: 'Correct the name or the labels, or add the object.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['S', 'D'] },
  equivalents: [...service, ...ingress, ...gateway, ...scaler, ...account, ...policy],
  concepts: [
    'service-no-workload',
    'ingress-no-service',
    'hpa-target-missing',
    'service-account-missing',
    'network-policy-dangling',
  ],
  visits: 'model.cluster',
  check(cluster, report) {
    for (const find of finders) for (const it of find(cluster)) report({ confidence: 'medium', ...it });
  },
});

/** Labels and names are compared in one namespace; who names none is most often applied to the default one. */
function together(one: KubernetesObjectFact, other: KubernetesObjectFact): boolean {
  return (one.namespace ?? 'default') === (other.namespace ?? 'default');
}

/** Whether the workspace knows such objects at all: one that holds none of a kind keeps them somewhere else. */
function exists(cluster: ClusterView, kind: string, by: KubernetesObjectFact, name: string): boolean | undefined {
  const all = cluster.ofKind(kind);
  return all.length === 0 ? undefined : all.some((it) => it.name === name && together(it, by));
}

const finders: readonly Finder[] = [
  (cluster) =>
    cluster.ofKind('Service').flatMap((object): Report[] => {
      const selector = textMapOf(dig(object.spec, 'selector'));
      if (
        !isCore(object) ||
        Object.keys(selector).length === 0 ||
        Object.values(selector).some(hasHole) ||
        cluster.workloads.length === 0
      )
        return [];
      if (cluster.workloads.some((it) => together(it.object, object) && matchesLabels(selector, it.labels))) return [];
      return [
        claim(
          object,
          ['spec', 'selector'],
          service,
          'selects no pod of this workspace: callers fail, and whoever may create a pod with these labels receives their requests',
        ),
      ];
    }),
  (cluster) =>
    cluster
      .ofKind('Ingress')
      .flatMap((object) =>
        backendsOf(object).flatMap(({ name, path }): Report[] =>
          exists(cluster, 'Service', object, name) === false
            ? [
                claim(
                  object,
                  path,
                  ingress,
                  `sends requests to the Service "${name}", which is not in this workspace: they fail, and the name is free to be taken`,
                ),
              ]
            : [],
        ),
      ),
  (cluster) =>
    ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'].flatMap((kind) =>
      cluster.ofKind(kind).flatMap((object) =>
        listOf(dig(object.spec, 'rules')).flatMap((rule, i) =>
          listOf(dig(rule, 'backendRefs')).flatMap((ref, j): Report[] => {
            const { name, kind: target = 'Service', namespace = null } = mapOf(ref);
            if (typeof name !== 'string' || hasHole(name) || target !== 'Service' || namespace !== null) return [];
            if (exists(cluster, 'Service', object, name) !== false) return [];
            return [
              claim(
                object,
                ['spec', 'rules', i, 'backendRefs', j, 'name'],
                gateway,
                `sends requests to the Service "${name}", which is not in this workspace: they fail, and the name is free to be taken`,
              ),
            ];
          }),
        ),
      ),
    ),
  (cluster) =>
    cluster.ofKind('HorizontalPodAutoscaler').flatMap((object): Report[] => {
      const { kind, name } = mapOf(dig(object.spec, 'scaleTargetRef'));
      const known =
        typeof kind === 'string' && /^(?:Deployment|StatefulSet|ReplicaSet|ReplicationController)$/.test(kind);
      if (!known || typeof name !== 'string' || hasHole(name) || cluster.workloads.length === 0) return [];
      if (cluster.ofKind(kind).some((it) => it.name === name && together(it, object))) return [];
      return [
        claim(
          object,
          ['spec', 'scaleTargetRef', 'name'],
          scaler,
          `scales the ${kind} "${name}", which is not in this workspace: under load nothing is added`,
        ),
      ];
    }),
  (cluster) =>
    cluster.workloads.flatMap(({ object, pod, podRoute }): Report[] => {
      const name = textOf(dig(pod, 'serviceAccountName'));
      if (
        name === null ||
        name === '' ||
        name === 'default' ||
        hasHole(name) ||
        exists(cluster, 'ServiceAccount', object, name) !== false
      )
        return [];
      return [
        claim(
          object,
          [...podRoute, 'serviceAccountName'],
          account,
          `runs as the service account "${name}", which is not in this workspace: it does not start, or takes the rights of whatever gets that name`,
        ),
      ];
    }),
  (cluster) =>
    cluster.ofKind('NetworkPolicy').flatMap((object): Report[] => {
      const selector = dig(object.spec, 'podSelector');
      if (
        Object.keys(mapOf(selector)).length === 0 ||
        cluster.workloads.length === 0 ||
        !object.apiVersion.includes('/v1')
      )
        return [];
      if (cluster.workloads.some((it) => together(it.object, object) && matchesSelector(selector, it.labels)))
        return [];
      return [
        claim(
          object,
          ['spec', 'podSelector'],
          policy,
          'selects no pod of this workspace: what it should protect stands open while this file says otherwise',
        ),
      ];
    }),
];

function isCore(object: KubernetesObjectFact): boolean {
  return object.apiVersion === 'v1' && textOf(dig(object.spec, 'type')) !== 'ExternalName';
}

function claim(
  object: KubernetesObjectFact,
  route: readonly (string | number)[],
  equivalents: readonly string[],
  words: string,
): Report {
  return {
    at: within(object, ...route),
    message: `${titleOf(object)} ${words}. Correct it, or add what is missing.`,
    resource: resourceOf(object),
    equivalents,
  };
}

/** The Services behind an Ingress, in both forms of its API. */
function backendsOf(object: KubernetesObjectFact): readonly { name: string; path: readonly (string | number)[] }[] {
  const backends: (readonly [unknown, readonly (string | number)[]])[] = [
    [dig(object.spec, 'defaultBackend'), ['spec', 'defaultBackend']],
    [dig(object.spec, 'backend'), ['spec', 'backend']],
    ...listOf(dig(object.spec, 'rules')).flatMap((rule, i) =>
      listOf(dig(rule, 'http', 'paths')).map(
        (path, j) => [dig(path, 'backend'), ['spec', 'rules', i, 'http', 'paths', j, 'backend']] as const,
      ),
    ),
  ];
  return backends.flatMap(([backend, path]) => {
    const name = textOf(dig(backend, 'service', 'name')) ?? textOf(dig(backend, 'serviceName'));
    const isNew = dig(backend, 'service') !== undefined;
    return name === null || hasHole(name)
      ? []
      : [{ name, path: [...path, ...(isNew ? ['service', 'name'] : ['serviceName'])] }];
  });
}
