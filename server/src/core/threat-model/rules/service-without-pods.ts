import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule, type Reporter } from '../../rules/rule.ts';
import type { ClusterWorkload } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { folderOf, isWithin } from '../folder.ts';
import { isOpenText, type Lookup, lookupIn, mayShare, type Space } from '../lookup.ts';
import { dig, listOf, numberOf, textMapOf, textOf } from '../plain.ts';
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
  visits: 'model.service',
  check({ cluster, service }, report) {
    const lookup = lookupIn(cluster);

    const selector = textMapOf(dig(service.spec, 'selector'));
    if (service.apiVersion !== 'v1' || Object.keys(selector).length === 0 || isOpenText(selector)) return;
    if (textOf(dig(service.spec, 'type')) === 'ExternalName') return;
    const pods = lookup.labelled(selector, service.namespace);
    if (pods.length > 0) {
      reportPorts(service, pods, report);
      return;
    }
    const elsewhere = lookup.labelled(selector, undefined)[0];
    const beside = lookup.beside(service.namespace).filter(
      // Of what names no namespace, only the neighbours in the folders are known to be deployed together.
      (it) => service.namespace !== null || near(it.object.at.file, service.at.file),
    );
    // Without any workload the files show only a part of what is deployed.
    if ((beside.length === 0 && !elsewhere) || madeByOperator(lookup, selector, service.namespace)) return;
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
  },
});

/** A port that no container has by name, or by number where all of them say which they have. */
function reportPorts(service: KubernetesObjectFact, pods: readonly ClusterWorkload[], report: Reporter): void {
  const containers = pods.flatMap((it) => listOf(dig(it.pod, 'containers')));
  const declared = containers.map((it) => listOf(dig(it, 'ports')));
  if (containers.length === 0) return;
  listOf(dig(service.spec, 'ports')).forEach((port, index) => {
    const target = dig(port, 'targetPort');
    const number = numberOf(target ?? dig(port, 'port'));
    const name = number === null ? textOf(target) : null;
    if ((number === null && name === null) || isOpenText(name)) return;
    const has = declared
      .flat()
      .some((it) => (name === null ? numberOf(dig(it, 'containerPort')) === number : textOf(dig(it, 'name')) === name));
    // Declaring a number is a courtesy: where some container declares none, it may be there all the same.
    if (has || (name === null && declared.some((it) => it.length === 0))) return;
    report({
      at: within(service, 'spec', 'ports', index, target === undefined ? 'port' : 'targetPort'),
      message: `${titleOf(service)} leads to port ${name ?? number ?? ''}, which no container of ${titleOf(pods[0]?.object ?? service)} ${name === null ? 'declares' : 'has by that name'}: requests ${name === null ? 'may fail' : 'fail'}. Name the port that the program listens on.`,
      resource: resourceOf(service),
      equivalents: ['kics:service_does_not_target_pod'],
      ...(name === null
        ? { severity: 'hint', confidence: 'low', reason: 'a container may listen on a port that it does not declare' }
        : {}),
    });
  });
}

/** In one folder, or one within the other. */
function near(a: string, b: string): boolean {
  const [one, other] = [folderOf(a), folderOf(b)];
  return isWithin(one, other) || isWithin(other, one);
}

/** A custom resource of that name stands for pods that its operator makes. */
function madeByOperator(lookup: Lookup, selector: Labels, space: Space): boolean {
  const values = new Set(Object.values(selector));
  const versions = [...lookup.cluster.apiVersions].filter(
    (it) => it.includes('.') && !/(?:^|\.)(?:k8s\.io|istio\.io|linkerd\.io|openshift\.io)\//.test(it),
  );
  return versions.some((version) =>
    lookup.cluster.source.bucket('version', version).some((it) => values.has(it.name) && mayShare(it.namespace, space)),
  );
}

/** The only workload with the same label keys, or the one that is called like the service. */
function nearestTo(selector: Labels, name: string, workloads: readonly ClusterWorkload[]): ClusterWorkload | undefined {
  const keys = Object.keys(selector);
  const alike = workloads.filter((it) => keys.every((key) => it.labels[key] !== undefined));
  return alike.find((it) => it.object.name === name) ?? (alike.length === 1 ? alike[0] : undefined);
}
