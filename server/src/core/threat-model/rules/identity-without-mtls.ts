import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { type Lookup, lookupIn } from '../lookup.ts';
import { isIstio, istioOf, rootNamespace, selectionOf } from '../mesh-objects.ts';
import { injectionOf, namespaceOf } from '../mesh-membership.ts';
import { mutualTlsOf } from '../join/policies.ts';
import { dig, listOf, textOf } from '../plain.ts';

const identities = [
  'principals',
  'notPrincipals',
  'namespaces',
  'notNamespaces',
  'serviceAccounts',
  'notServiceAccounts',
];

export default defineRule({
  id: 'mesh/identity-without-mtls',
  title: 'Policy relies on identities that nobody has to show',
  why: 'A caller in plaintext has no identity: rules that deny by identity are passed by calling in plaintext, and rules that allow by it turn away the right ones.',
  remedy: 'Require mutual TLS for the workload by a PeerAuthentication with mode STRICT.',
  category: 'authorization',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [287, 290], stride: ['S', 'E'] },
  equivalents: ['kiali:KIA0105'],
  concepts: ['authorization-policy-needs-mtls'],
  visits: 'model.object',
  check({ object: policy, cluster }, report) {
    if (policy.kind !== 'AuthorizationPolicy' || !isIstio(policy)) return;
    const at = identityOf(policy.spec);
    if (!at) return;
    const denies = textOf(dig(policy.spec, 'action')) === 'DENY';
    // In ambient mode the identity is always shown; bound to a gateway it is that of the gateway's callers.
    const space = namespaceOf(cluster, policy.namespace);
    if ((space && injectionOf(space).ambient) || dig(policy.spec, 'targetRefs') !== undefined) return;
    const weak = weakest(lookupIn(cluster), policy);
    if (weak === 'strict') return;
    report({
      at: within(policy, ...at),
      message: `${titleOf(policy)} goes by the identity of callers, and ${weak ? `${titleOf(weak)} lets them in without one` : 'no PeerAuthentication requires them to show one'}: ${denies ? 'who calls in plaintext is not denied' : 'only mutual TLS proves who calls'}. Require it (STRICT) for these workloads.`,
      resource: resourceOf(policy),
      ...(weak
        ? {}
        : {
            severity: denies ? ('warning' as const) : ('hint' as const),
            confidence: 'low' as const,
            reason:
              istioOf(cluster, 'PeerAuthentication').length > 0
                ? 'no file says it for this workload'
                : 'the files hold no PeerAuthentication, it may stand elsewhere',
          }),
      related: weak ? [{ message: `${titleOf(weak)} does not require mutual TLS.`, at: weak.at }] : [],
    });
  },
});

/** Where the policy names an identity. */
function identityOf(spec: unknown): readonly (string | number)[] | undefined {
  for (const [i, rule] of listOf(dig(spec, 'rules')).entries()) {
    for (const [j, from] of listOf(dig(rule, 'from')).entries()) {
      const key = identities.find((it) => listOf(dig(from, 'source', it)).length > 0);
      if (key !== undefined) return ['spec', 'rules', i, 'from', j, 'source', key];
    }
  }
  return undefined;
}

/** The object that leaves mutual TLS open for some workload of the policy; undefined where no file says anything. */
function weakest(lookup: Lookup, policy: KubernetesObjectFact): KubernetesObjectFact | 'strict' | undefined {
  const selector = selectionOf(policy);
  const space = policy.namespace === rootNamespace ? undefined : policy.namespace;
  const workloads = selector
    ? lookup.labelled(selector, space)
    : space === undefined
      ? lookup.cluster.workloads
      : lookup.workloadsIn(space);
  const modes = workloads.map((it) => mutualTlsOf(lookup.cluster, it));
  const open = modes.find((it) => it !== undefined && it.mode !== 'STRICT');
  if (open) return open.by;
  if (modes.length > 0) return modes.every((it) => it?.mode === 'STRICT') ? 'strict' : undefined;
  // No workload is known: what counts for the namespace or the mesh decides.
  const wide = istioOf(lookup.cluster, 'PeerAuthentication').filter(
    (it) => selectionOf(it) === undefined && (it.namespace === policy.namespace || it.namespace === rootNamespace),
  );
  return wide.some((it) => textOf(dig(it.spec, 'mtls', 'mode')) === 'STRICT') ? 'strict' : undefined;
}
