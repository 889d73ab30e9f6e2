import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { isOpenText, lookupIn } from '../lookup.ts';
import { dig, textMapOf, textOf } from '../plain.ts';
import { matchesLabels } from '../selector.ts';

export default defineRule({
  id: 'kubernetes/nameless-stateful-set',
  title: 'Pods of the StatefulSet get no names',
  why: 'Its pods cannot be called one by one; peers fall back to addresses that change and that certificates do not name.',
  remedy: 'Name a headless Service (clusterIP: None) that selects the pods in serviceName.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: ['kube-score:statefulset-has-servicename', 'kics:statefulset_without_service_name'],
  concepts: ['statefulset-service-name'],
  visits: 'model.workload',
  check({ cluster, workload }, report) {
    const lookup = lookupIn(cluster);

    const { object } = workload;
    if (object.kind !== 'StatefulSet' || object.spec === null) return;
    const name = textOf(dig(object.spec, 'serviceName'));
    if (name !== null && isOpenText(name)) return;
    const headless = lookup.servicesOf(workload).filter((it) => textOf(dig(it.spec, 'clusterIP')) === 'None');
    const services = name === null ? [] : lookup.named('Service', object.namespace, name);
    const right = services.some(
      (it) =>
        textOf(dig(it.spec, 'clusterIP')) === 'None' &&
        matchesLabels(textMapOf(dig(it.spec, 'selector')), workload.labels),
    );
    // A service that no file shows may stand elsewhere.
    if (right || (name !== null && name !== '' && services.length === 0 && headless.length === 0)) return;
    const [other] = headless;
    report({
      at: name === null ? object.at : within(object, 'spec', 'serviceName'),
      message: `${titleOf(object)} ${name === null || name === '' ? 'names no service' : services.length === 0 ? `names Service "${name}", which no file declares,` : `names Service "${name}", which is not headless or selects other pods`}: its pods get no names of their own. ${other ? `Name Service "${other.name}"` : 'Name a headless Service (clusterIP: None) that selects them'} in serviceName.`,
      resource: resourceOf(object),
      confidence: 'medium',
      fixes: other
        ? [
            {
              title: `Name Service "${other.name}"`,
              safety: 'behaviour',
              patches: [{ op: 'set', at: within(object, 'spec', 'serviceName'), value: other.name }],
            },
          ]
        : [],
    });
  },
});
