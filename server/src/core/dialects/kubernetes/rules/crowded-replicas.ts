import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, setField } from '../repair.ts';
import { isEmpty, readCollection } from '../setting.ts';
import type { Workload } from '../workload.ts';

const affinity = [
  'kube-linter:no-anti-affinity',
  'kube-score:deployment-has-host-podantiaffinity',
  'kube-score:statefulset-has-host-podantiaffinity',
  'kics:deployment_has_no_pod_anti_affinity',
  'kics:statefulset_has_no_pod_anti_affinity',
];
const spread = [
  'polaris:topologySpreadConstraint',
  'kube-score:pod-topology-spread-constraints',
  'kyverno:topologyspreadconstraints-policy',
];

export default defineRule({
  id: 'kubernetes/crowded-replicas',
  title: 'Replicas may share one node',
  why: 'One node that fails, or is taken over, takes all instances with it.',
  remedy: 'Spread them over nodes by topologySpreadConstraints or an anti-affinity.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [693], stride: ['D'] },
  equivalents: [...affinity, ...spread],
  concepts: ['anti-affinity-missing', 'topology-spread-missing'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const { replicas, spec } = workload;
    if (
      !['Deployment', 'StatefulSet', 'ReplicaSet', 'DeploymentConfig', 'ReplicationController', 'Rollout'].includes(
        workload.kind,
      )
    )
      return;
    if (workload.kustomize.patch || replicas.state !== 'set' || replicas.value < 2) return;
    const spreads = readCollection(spec, 'topologySpreadConstraints');
    const anti = readCollection(spec, 'affinity', 'podAntiAffinity');
    const repels = !isEmpty(anti) && !(anti.state === 'set' && pullsNobody(anti.value, workload));
    if (repels || !isEmpty(spreads)) return;
    const labels = Object.fromEntries(
      workload.podLabels.flatMap((it) => (it.value === undefined ? [] : [[it.name, it.value] as const])),
    );
    report({
      at: replicas.view.anchor(),
      message: `The ${replicas.value} pods of ${workload.object.title} may all run on one node, and go with it. Spread them over nodes by topologySpreadConstraints.`,
      equivalents: [...affinity, ...spread],
      fixes:
        Object.keys(labels).length === 0
          ? []
          : fix(
              'Spread the pods over nodes',
              // "ScheduleAnyway" is a wish: it keeps no pod from starting.
              'safe',
              [spec],
              [
                setField(spec.get('topologySpreadConstraints'), [
                  {
                    maxSkew: 1,
                    topologyKey: 'kubernetes.io/hostname',
                    whenUnsatisfiable: 'ScheduleAnyway',
                    labelSelector: { matchLabels: labels },
                  },
                ]),
              ],
            ),
    });
  },
});

/** The anti-affinity names labels that the workload's own pods do not have, so it keeps them apart from others only. */
function pullsNobody(anti: View, workload: Workload): boolean {
  const terms = [
    ...anti.get('requiredDuringSchedulingIgnoredDuringExecution').items,
    ...anti.get('preferredDuringSchedulingIgnoredDuringExecution').items.map((it) => it.get('podAffinityTerm')),
  ];
  const own = new Map(workload.podLabels.map((it) => [it.name, it.value]));
  const matches = (labels: View): boolean =>
    labels.entries.every(
      ([name, view]) => own.has(name) && (own.get(name) === undefined || own.get(name) === view.text),
    );
  return terms.every((term) => {
    const selector = term.get('labelSelector');
    const topology = term.get('topologyKey');
    return (
      !selector.isMap ||
      topology.missing ||
      topology.text === '' ||
      !matches(selector.get('matchLabels')) ||
      failsExpressions(selector, own)
    );
  });
}

function failsExpressions(selector: View, own: ReadonlyMap<string, string | undefined>): boolean {
  return selector.get('matchExpressions').items.some((it) => {
    const value = own.get(it.get('key').text ?? '');
    const values = it.get('values').items.map((item) => item.text);
    return it.get('operator').text === 'In' && !values.includes(value);
  });
}
