import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { isOpenText, lookupIn } from '../lookup.ts';
import { isDefaultGateway, isIstio, rootNamespace, selectionOf, selectionRoute } from '../mesh-objects.ts';
import { dig } from '../plain.ts';
import { absence } from '../references.ts';

const authorization = ['istio:IST0127', 'kiali:KIA0004'];
const reference = ['istio:IST0101', 'kiali:KIA0004', 'kiali:KIA0302'];
const kinds = [
  'AuthorizationPolicy',
  'RequestAuthentication',
  'PeerAuthentication',
  'Sidecar',
  'Gateway',
  'Telemetry',
  'WasmPlugin',
  'EnvoyFilter',
];

export default defineRule({
  id: 'mesh/policy-without-workload',
  title: 'Mesh policy applies to no workload',
  why: 'Its rules are enforced nowhere, while everybody who reads the file believes that they are.',
  remedy: 'Select the labels of the workload that is meant, in its namespace.',
  category: 'authorization',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [863], stride: ['E'], owasp: ['K07:2022'] },
  equivalents: [...new Set([...authorization, ...reference])],
  concepts: ['authorization-policy-no-workload', 'mesh-reference-missing'],
  visits: 'model.object',
  check({ object, cluster }, report) {
    const { kind, namespace } = object;
    if (!kinds.includes(kind) || !isIstio(object)) return;
    const lookup = lookupIn(cluster);
    const selector = selectionOf(object);
    const equivalents = kind === 'AuthorizationPolicy' ? authorization : reference;
    const gateway = kind === 'Gateway';
    // A Gateway's proxies, and those of a policy in the root namespace, may stand anywhere.
    const space = gateway || namespace === rootNamespace ? undefined : namespace;
    if (!selector) {
      const bound = dig(object.spec, 'targetRefs') !== undefined || dig(object.spec, 'targetRef') !== undefined;
      if (kind !== 'AuthorizationPolicy' || bound || namespace === null || space === undefined) return;
      const known = cluster.source.bucket('namespace', namespace).some((it) => it.kind !== kind);
      if (known || cluster.workloads.length === 0) return;
      if (cluster.named('Namespace', null, namespace).length > 0) return;
      report({
        at: within(object, 'metadata', 'namespace'),
        message: `${titleOf(object)} is about all workloads of namespace "${namespace}", and no file shows one there. If the namespace is misspelt, nothing is protected.`,
        resource: resourceOf(object),
        equivalents,
        ...absence(false),
      });
      return;
    }
    if (isOpenText(selector) || lookup.labelled(selector, space).length > 0) return;
    // What Istio installs by itself is seldom among the files.
    if (isDefaultGateway(selector)) return;
    const shown =
      space === undefined
        ? cluster.workloads.length > 0 && !gateway
        : lookup.beside(space).length > 0 || lookup.labelled(selector, undefined).length > 0;
    report({
      at: within(object, ...selectionRoute(kind)),
      message: `${titleOf(object)} applies to no workload${space === undefined || space === null ? ' of these files' : ` of namespace "${space}"`}: no pod carries the labels ${Object.entries(
        selector,
      )
        .map(([key, value]) => `${key}: ${value}`)
        .join(
          ', ',
        )}, so ${gateway ? 'nobody answers at this gateway' : 'nothing of it is enforced'}. Select the labels of the workload that is meant.`,
      resource: resourceOf(object),
      equivalents,
      ...absence(shown),
      ...(shown && !/Authori|Authenti/.test(kind)
        ? { severity: 'info' as const, reason: 'it is no policy about who may call' }
        : {}),
    });
  },
});
