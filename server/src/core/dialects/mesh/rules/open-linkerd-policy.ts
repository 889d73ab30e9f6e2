import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fixBySetting } from '../../kubernetes/repair.ts';
import { isMeshGroup } from '../lens.ts';

const annotation = 'config.linkerd.io/default-inbound-policy';

export default defineRule({
  id: 'mesh/open-linkerd-policy',
  title: 'Linkerd lets callers in without identity',
  why: 'Mutual TLS is offered and not required: a caller without proxy, or from any network, is let in like the others.',
  remedy: 'Require mutual TLS (all-authenticated), and name the identities that may call.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [306, 287], stride: ['S', 'E'], owasp: ['API2:2023', 'K07:2022'] },
  equivalents: [],
  concepts: ['linkerd-open-by-default'],
  visits: ['kubernetes.resource', 'kubernetes.workload'],
  check(noun, report) {
    const object = 'isA' in noun ? noun : noun.object;
    const say = (at: View, what: string, fixes = fixBySetting(at, 'all-authenticated', 'Require mutual TLS')): void =>
      report({ at: at.anchor(), message: `${object.title} ${what}`, fixes });
    const annotations = 'isA' in noun ? noun.metadata.get('annotations') : noun.pod.at('metadata', 'annotations');
    // A pod is visited twice, as an object and as a workload.
    if (!('isA' in noun) || noun.isA('', 'Namespace')) {
      const policy = annotations.get(annotation);
      const closed = policy.text === 'cluster-unauthenticated' ? 'cluster-authenticated' : 'all-authenticated';
      if (policy.text === 'all-unauthenticated' || policy.text === 'cluster-unauthenticated')
        say(
          policy,
          `lets everybody ${policy.text === 'all-unauthenticated' ? '' : 'of the cluster '}call who shows no identity. Set ${closed}.`,
          fixBySetting(policy, closed, `Set ${closed}`),
        );
    }
    if (!('isA' in noun) || !isMeshGroup(noun.group)) return;
    if (noun.isA('policy.linkerd.io', 'MeshTLSAuthentication')) {
      const any = noun.spec.get('identities').items.find((it) => it.text === '*');
      if (any)
        say(
          any,
          'counts every identity as the one that may call. Name the identities, such as web.shop.serviceaccount.identity.linkerd.cluster.local.',
          [],
        );
    }
    if (noun.isA('policy.linkerd.io', 'NetworkAuthentication')) {
      for (const network of noun.spec.get('networks').items) {
        const cidr = network.get('cidr');
        if ((cidr.text === '0.0.0.0/0' || cidr.text === '::/0') && network.get('except').items.length === 0)
          say(cidr, 'counts every address there is as one that may call. Name the networks that are meant.', []);
      }
    }
    if (noun.isA('policy.linkerd.io', 'ServerAuthorization')) {
      const open = noun.spec.at('client', 'unauthenticated');
      if (open.truth11 === true)
        say(open, 'lets clients without identity in. Require mutual TLS with client.meshTLS.', []);
    }
    if (noun.isA('policy.linkerd.io', 'Server')) {
      const access = noun.spec.get('accessPolicy');
      if (access.text === 'all-unauthenticated' || access.text === 'cluster-unauthenticated')
        say(
          access,
          'lets everybody call who shows no identity. Set deny, and authorize callers.',
          fixBySetting(access, 'deny', 'Deny by default'),
        );
    }
  },
});
