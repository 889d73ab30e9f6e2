import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { isOpenText, lookupIn } from '../lookup.ts';
import { dig, textOf } from '../plain.ts';
import { absence, nearestName, shows } from '../references.ts';

export default defineRule({
  id: 'kubernetes/missing-service-account',
  title: 'Service account of the workload is not declared',
  why: 'The pods do not start; or somebody else makes an account of that name, and its rights become those of the workload.',
  remedy: 'Declare the service account in the namespace of the workload.',
  category: 'authorization',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D', 'S'] },
  equivalents: ['kube-linter:non-existent-service-account', 'kubescape:C-0307'],
  concepts: ['service-account-missing'],
  visits: 'model.workload',
  check({ cluster, workload }, report) {
    const lookup = lookupIn(cluster);

    const { object } = workload;
    const key = dig(workload.pod, 'serviceAccountName') === undefined ? 'serviceAccount' : 'serviceAccountName';
    const name = textOf(dig(workload.pod, key));
    if (name === null || name === '' || name === 'default' || isOpenText(name)) return;
    if (lookup.named('ServiceAccount', object.namespace, name).length > 0) return;
    const shown =
      shows(lookup, 'ServiceAccount', object.namespace) || lookup.named('ServiceAccount', null, name).length > 0;
    const close = nearestName(
      name,
      lookup.ofKind('ServiceAccount', object.namespace).map((it) => it.name),
    );
    report({
      at: within(object, ...workload.podRoute, key),
      message: `${titleOf(object)} runs as service account "${name}", which no file declares${object.namespace === null ? '' : ` in namespace "${object.namespace}"`}: its pods do not start, or somebody else's account gives them its rights.${close === undefined ? ' Declare it beside the workload.' : ` Is "${close}" meant?`}`,
      resource: resourceOf(object),
      ...absence(shown),
      fixes:
        close === undefined
          ? []
          : [
              {
                title: `Run as service account "${close}"`,
                safety: 'behaviour',
                patches: [{ op: 'set', at: within(object, ...workload.podRoute, key), value: close }],
              },
            ],
    });
  },
});
