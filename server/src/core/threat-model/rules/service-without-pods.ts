import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { ClusterWorkload } from '../cluster.ts';
import { isOpenText, type Lookup, lookupIn, mayShare, type Space } from '../lookup.ts';
import { dig, textMapOf, textOf } from '../plain.ts';
import type { Labels } from '../selector.ts';

export default defineRule({
  id: 'kubernetes/service-without-pods',
  title: 'Service selects no pod',
  why: 'Its callers fail, and whoever may start a pod with these labels takes over the name and gets the requests.',
  remedy: 'Select the labels of the pods that are meant.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D', 'S'] },
  equivalents: [
    'kube-linter:dangling-service',
    'kube-score:service-targets-pod',
    'kics:service_does_not_target_pod',
    'kubescape:C-0293',
    'kiali:KIA0701',
  ],
  concepts: ['service-no-workload'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    for (const service of cluster.ofKind('Service')) {
      const selector = textMapOf(dig(service.spec, 'selector'));
      if (service.apiVersion !== 'v1' || Object.keys(selector).length === 0 || isOpenText(selector)) continue;
      if (textOf(dig(service.spec, 'type')) === 'ExternalName') continue;
      if (lookup.labelled(selector, service.namespace).length > 0) continue;
      const elsewhere = lookup.labelled(selector, undefined)[0];
      const beside = lookup.beside(service.namespace);
      // Without any workload the files show only a part of what is deployed.
      if ((beside.length === 0 && !elsewhere) || madeByOperator(lookup, selector, service.namespace)) continue;
      const nearest = nearestTo(selector, service.name, beside);
      report({
        at: within(service, 'spec', 'selector'),
        message: `${titleOf(service)} selects no pod of ${service.namespace === null ? 'these files' : `namespace "${service.namespace}"`}: its callers fail, and whoever starts a pod with these labels gets their requests. ${elsewhere ? `Pods with these labels stand in namespace "${elsewhere.object.namespace ?? ''}". ` : ''}Select the labels of the pods that are meant${nearest ? `, such as those of ${titleOf(nearest.object)}` : ''}.`,
        resource: resourceOf(service),
        confidence: 'medium',
        fixes: nearest
          ? [
              {
                title: `Select the pods of ${titleOf(nearest.object)}`,
                safety: 'behaviour',
                patches: Object.keys(selector)
                  .filter((key) => selector[key] !== nearest.labels[key])
                  .map((key) => ({
                    op: 'set',
                    at: within(service, 'spec', 'selector', key),
                    value: nearest.labels[key] ?? '',
                  })),
              },
            ]
          : [],
      });
    }
  },
});

/** A custom resource of that name stands for pods that its operator makes. */
function madeByOperator(lookup: Lookup, selector: Labels, space: Space): boolean {
  const values = new Set(Object.values(selector));
  return lookup.cluster.objects.some(
    (it) =>
      values.has(it.name) &&
      mayShare(it.namespace, space) &&
      it.apiVersion.includes('.') &&
      !/(?:^|\.)(?:k8s\.io|istio\.io|linkerd\.io|openshift\.io)\//.test(it.apiVersion),
  );
}

/** The only workload with the same label keys, or the one that is called like the service. */
function nearestTo(selector: Labels, name: string, workloads: readonly ClusterWorkload[]): ClusterWorkload | undefined {
  const keys = Object.keys(selector);
  const alike = workloads.filter((it) => keys.every((key) => it.labels[key] !== undefined));
  return alike.find((it) => it.object.name === name) ?? (alike.length === 1 ? alike[0] : undefined);
}
