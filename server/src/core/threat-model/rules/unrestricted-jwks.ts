import { resourceOf, titleOf } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { istioOf } from '../mesh-objects.ts';
import { dig, listOf, textOf } from '../plain.ts';

const variable = 'BLOCKED_CIDRS_IN_JWKS_URIS';

export default defineRule({
  id: 'mesh/unrestricted-jwks',
  title: 'Control plane fetches keys from any address',
  why: 'Whoever may write a RequestAuthentication makes the control plane send requests to addresses inside.',
  remedy: 'List private and link-local networks in BLOCKED_CIDRS_IN_JWKS_URIS of istiod.',
  category: 'input-validation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [918], stride: ['I'], owasp: ['API7:2023'] },
  equivalents: ['istio:IST0175'],
  concepts: ['request-authentication-jwks-unrestricted'],
  visits: 'model.cluster',
  check(cluster, report) {
    const [first] = istioOf(cluster, 'RequestAuthentication');
    if (!first) return;
    for (const { object, pod, labels } of cluster.workloads) {
      if (object.kind !== 'Deployment' || labels['app'] !== 'istiod') continue;
      const containers = listOf(dig(pod, 'containers'));
      const set = containers.some(
        (it) =>
          listOf(dig(it, 'env')).some((one) => textOf(dig(one, 'name')) === variable) ||
          dig(it, 'envFrom') !== undefined,
      );
      if (containers.length === 0 || set) continue;
      report({
        at: object.at,
        message: `${titleOf(object)} fetches the keys that a RequestAuthentication names from any address, also from inside (169.254.169.254): who may write one sends requests in its name. List the networks to keep out in ${variable}.`,
        resource: resourceOf(object),
        related: [{ message: `${titleOf(first)} has keys fetched.`, at: first.at }],
      });
    }
  },
});
