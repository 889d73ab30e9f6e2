import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { isOpenText, lookupIn } from '../lookup.ts';
import { dig, textOf } from '../plain.ts';
import { absence, nearestName, shows } from '../references.ts';

const missing = [
  'kube-linter:dangling-horizontalpodautoscaler',
  'kube-score:horizontalpodautoscaler-has-target',
  'kubescape:C-0300',
];
const unscalable = ['kics:hpa_targets_invalid_object'];
const scalable: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
  'DeploymentConfig',
  'Rollout',
]);
/** Kinds of Kubernetes that nobody can scale. */
const fixed: ReadonlySet<string> = new Set(['DaemonSet', 'Pod', 'Job', 'CronJob', 'Service', 'Ingress', 'ConfigMap']);

export default defineRule({
  id: 'kubernetes/autoscaler-without-target',
  title: 'Autoscaler scales nothing',
  why: 'Under load, or under an attack, the number of pods stays as it is.',
  remedy: 'Name a Deployment or StatefulSet of the namespace in scaleTargetRef.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: [...missing, ...unscalable],
  concepts: ['hpa-target-missing'],
  visits: 'model.object',
  check({ cluster, object: scaler }, report) {
    if (scaler.kind !== 'HorizontalPodAutoscaler') return;
    const lookup = lookupIn(cluster);
    const kind = textOf(dig(scaler.spec, 'scaleTargetRef', 'kind'));
    const name = textOf(dig(scaler.spec, 'scaleTargetRef', 'name'));
    if (kind === null || name === null || isOpenText(kind) || isOpenText(name)) return;
    if (fixed.has(kind)) {
      report({
        at: within(scaler, 'spec', 'scaleTargetRef', 'kind'),
        message: `${titleOf(scaler)} is to scale a ${kind}, which cannot be scaled. Name a Deployment or StatefulSet.`,
        resource: resourceOf(scaler),
      });
      return;
    }
    if (!scalable.has(kind) || lookup.named(kind, scaler.namespace, name).length > 0) return;
    const close = nearestName(
      name,
      lookup.ofKind(kind, scaler.namespace).map((it) => it.name),
    );
    report({
      at: within(scaler, 'spec', 'scaleTargetRef', 'name'),
      message: `${titleOf(scaler)} is to scale ${kind} "${name}", which no file declares${scaler.namespace === null ? '' : ` in namespace "${scaler.namespace}"`}: nothing grows under load.${close === undefined ? '' : ` Is "${close}" meant?`}`,
      resource: resourceOf(scaler),
      equivalents: missing,
      ...absence(shows(lookup, kind, scaler.namespace) || lookup.named(kind, null, name).length > 0),
      fixes:
        close === undefined
          ? []
          : [
              {
                title: `Scale ${kind} "${close}"`,
                safety: 'behaviour',
                patches: [{ op: 'set', at: within(scaler, 'spec', 'scaleTargetRef', 'name'), value: close }],
              },
            ],
    });
  },
});
