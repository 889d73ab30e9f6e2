import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { isOpenText, lookupIn } from '../lookup.ts';
import { answersTo, isClusterHost, isIstio, serviceName } from '../mesh-objects.ts';
import { dig, listOf, textMapOf, textOf } from '../plain.ts';
import { absence, shows } from '../references.ts';

const hosts = ['istio:IST0174', 'kiali:KIA0202'];
const subsets = ['istio:IST0173', 'kiali:KIA0203'];

export default defineRule({
  id: 'mesh/dangling-destination-rule',
  title: 'Destination rule is about nothing',
  why: 'Its limits and its TLS apply to no call, and calls to a subset without pods fail.',
  remedy: 'Name a host that exists, and labels that its pods carry.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: [...hosts, ...subsets],
  concepts: ['mesh-reference-missing'],
  visits: 'model.object',
  check({ cluster, object: rule }, report) {
    if (rule.kind !== 'DestinationRule' || !isIstio(rule)) return;
    const lookup = lookupIn(cluster);
    const host = textOf(dig(rule.spec, 'host'));
    if (host === null || host.includes('*') || isOpenText(host) || !isClusterHost(host)) return;
    const target = serviceName(host, rule.namespace);
    if (!target) return;
    const { services, entries } = answersTo(lookup, host, rule.namespace, [rule.namespace]);
    if (services.length === 0 && entries.length === 0) {
      if (lookup.named('Service', target.space, target.name).length > 0) return;
      report({
        at: within(rule, 'spec', 'host'),
        message: `${titleOf(rule)} is about "${host}", which no file declares: what it says about TLS and limits applies to no call.`,
        resource: resourceOf(rule),
        equivalents: hosts,
        ...absence(shows(lookup, 'Service', target.space)),
      });
      return;
    }
    const [service] = services;
    const selector = textMapOf(dig(service?.spec, 'selector'));
    if (!service || Object.keys(selector).length === 0 || entries.length > 0) return;
    const shown = lookup.labelled(selector, service.namespace).length > 0;
    listOf(dig(rule.spec, 'subsets')).forEach((subset, index) => {
      const labels = textMapOf(dig(subset, 'labels'));
      if (Object.keys(labels).length === 0 || isOpenText(labels)) return;
      // Where a node stands is a label of the node, which no manifest of an application shows.
      const place = (key: string): boolean => /^topology\.(?:kubernetes|istio)\.io\//.test(key);
      const own = Object.fromEntries(Object.entries(labels).filter(([key]) => !place(key)));
      const nowhere = Object.entries(labels).some(([key, value]) => place(key) && value === '');
      if (
        !nowhere &&
        (Object.keys(own).length === 0 || lookup.labelled({ ...selector, ...own }, service.namespace).length > 0)
      )
        return;
      report({
        at: within(rule, 'spec', 'subsets', index, 'labels'),
        message: `Subset "${textOf(dig(subset, 'name')) ?? ''}" of ${titleOf(rule)} selects no pod of Service "${service.name}": calls that are routed to it fail.`,
        resource: resourceOf(rule),
        equivalents: subsets,
        ...absence(shown),
      });
    });
  },
});
