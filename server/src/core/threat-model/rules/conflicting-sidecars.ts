import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { lookupIn } from '../lookup.ts';
import { istioOf, selectionOf, selectionRoute } from '../mesh-objects.ts';
import { dig } from '../plain.ts';
import { matchesLabels } from '../selector.ts';

const selecting = ['istio:IST0110', 'kiali:KIA1006'];
const whole = ['istio:IST0111', 'kiali:KIA0002'];
const kinds = ['Sidecar', 'Telemetry', 'PeerAuthentication'];

export default defineRule({
  id: 'mesh/conflicting-sidecars',
  title: 'Several of what there may be one of',
  why: 'Of two settings for the same proxies one is ignored, and it may be the stricter one.',
  remedy: 'Keep one for the namespace, and one for each workload.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1068], stride: ['I'] },
  equivalents: [...selecting, ...whole],
  concepts: ['sidecar-scope-conflict'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    for (const kind of kinds) {
      const bySpace = new Map<string | null, KubernetesObjectFact[]>();
      for (const it of istioOf(cluster, kind)) {
        if (dig(it.spec, 'targetRef') === undefined && dig(it.spec, 'targetRefs') === undefined)
          bySpace.set(it.namespace, [...(bySpace.get(it.namespace) ?? []), it]);
      }
      for (const [space, objects] of bySpace) {
        for (const object of objects) {
          const own = selectionOf(object);
          const other = objects.find((it) => {
            if (it === object || it.name === object.name) return false;
            const theirs = selectionOf(it);
            if (!own || !theirs) return !own && !theirs;
            // Equal selectors, or a pod that both select.
            return (
              (matchesLabels(own, theirs) && matchesLabels(theirs, own)) ||
              lookup
                .labelled({ ...own, ...theirs }, space)
                .some((pod) => matchesLabels(own, pod.labels) && matchesLabels(theirs, pod.labels))
            );
          });
          if (!other) continue;
          report({
            at: own ? within(object, ...selectionRoute(kind)) : object.at,
            message: `${titleOf(object)} and ${titleOf(other)} are both about ${own ? 'the same pods' : `all of ${space === null ? 'the namespace' : `namespace "${space}"`}`}: one of them is ignored, perhaps the stricter one. Keep one.`,
            resource: resourceOf(object),
            equivalents: own ? selecting : whole,
            related: [{ message: `${titleOf(other)} is about them too.`, at: other.at }],
          });
        }
      }
    }
  },
});
