import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { injectionOf } from '../mesh-membership.ts';

export default defineRule({
  id: 'mesh/conflicting-injection',
  title: 'Namespace says in two ways who injects the proxy',
  why: 'Which control plane is in charge, or whether any is, is left to chance, and with it all that the mesh protects.',
  remedy: 'Keep one of the labels.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [693], stride: ['S'] },
  equivalents: ['istio:IST0123', 'kiali:KIA1311', 'kiali:KIA1314', 'kiali:KIA1315', 'kiali:KIA1316'],
  concepts: ['mesh-injection-conflict'],
  visits: 'model.cluster',
  check(cluster, report) {
    for (const object of cluster.ofKind('Namespace')) {
      const { injection, revision, ambient } = injectionOf(object);
      // A disabled injection contradicts nothing: somebody has decided.
      const labels = [
        ...(injection === 'enabled' ? ['istio-injection'] : []),
        ...(revision === undefined || injection === 'disabled' ? [] : ['istio.io/rev']),
        ...(ambient && injection !== 'disabled' ? ['istio.io/dataplane-mode'] : []),
      ];
      const [first, second] = labels;
      const linkerd = /^(?:enabled|ingress)$/.test(object.annotations['linkerd.io/inject'] ?? '');
      if (first === undefined || (second === undefined && !linkerd)) continue;
      const other = second ?? 'linkerd.io/inject';
      report({
        at: within(object, 'metadata', 'labels', first),
        message: `${titleOf(object)} carries ${first} and ${other}: which proxy its pods get, or whether they get one, is left to chance. Keep one of the two.`,
        resource: resourceOf(object),
        fixes: [
          {
            title: `Keep ${other}, remove ${first}`,
            safety: 'behaviour',
            patches: [{ op: 'remove', at: within(object, 'metadata', 'labels', first) }],
          },
        ],
      });
    }
  },
});
