import { defineRule, type Severity } from '../../../rules/rule.ts';
import { hasHole } from '../../../syntax/template.ts';
import type { ClusterView } from '../../../threat-model/cluster.ts';
import { dig, listOf, textOf } from '../../../threat-model/plain.ts';
import { isFragment, resourceOf, titleOf, truthOf, within } from '../cluster-objects.ts';
import type { KubernetesObjectFact } from '../../../threat-model/fact.ts';
import { onceFor } from '../../../threat-model/once.ts';

const byHand = ['trivy:KSV-0036'];
/** Asks whether a token that gives rights is mounted by hand. */
const ofAccountWithRights = 'kubescape:C-0261';

export default defineRule({
  id: 'kubernetes/service-account-token',
  title: 'Pod carries a token for the API server',
  why: 'The token lies in a well-known file: a flaw that reads files, or makes requests, gives away the rights of the account.',
  remedy: 'Set automountServiceAccountToken to false on pods that do not talk to the API server.',
  category: 'least-privilege',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1188], stride: ['I', 'E'], cis: ['Kubernetes 5.1.6'], owasp: ['K03:2022'] },
  equivalents: [
    'checkov:CKV_K8S_38',
    'kics:service_account_token_automount_not_disabled',
    'kubescape:C-0034',
    'kubescape:C-0190',
    'polaris:automountServiceAccountToken',
    'kyverno:restrict-automount-sa-token',
    'gatekeeper:K8sPSPAutomountServiceAccountTokenPod',
    'kubesec:AutomountServiceAccountToken',
    ...byHand,
    ofAccountWithRights,
  ],
  concepts: ['service-account-token-automount', 'service-account-token-automount-explicit'],
  visits: 'model.workload',
  check({ cluster, workload }, report) {
    const { object, pod, podRoute } = workload;
    const written = dig(pod, 'automountServiceAccountToken');
    const own = truthOf(written);
    if (isFragment(workload) || own === false || (written !== undefined && written !== null && own === undefined))
      return;
    const account = textOf(dig(pod, 'serviceAccountName')) || textOf(dig(pod, 'serviceAccount')) || 'default';
    if (hasHole(account)) return;
    // The pod's word counts; where it says nothing, the account's does.
    if (own === undefined && accountSays(cluster, object.namespace, account) !== true) return;
    const rights = ['RoleBinding', 'ClusterRoleBinding'].some((kind) =>
      boundBy(cluster.ofKind(kind)).has(`${object.namespace ?? ''}/${account}`),
    );
    report({
      at: own === undefined ? object.at : within(object, ...podRoute, 'automountServiceAccountToken'),
      message: `${titleOf(object)} carries the token of the service account "${account}" in a file that any flaw of reading files gives away${rights ? ', and that account has rights in the cluster' : ''}. Set automountServiceAccountToken to false unless it talks to the API server.`,
      ...judged(account, rights),
      resource: resourceOf(object),
      equivalents: this.equivalents.filter(
        (it) => (own === true || !byHand.includes(it)) && ((own === true && rights) || it !== ofAccountWithRights),
      ),
      fixes: [
        {
          title: 'Do not mount the token',
          safety: 'behaviour',
          patches: [{ op: 'set', at: within(object, ...podRoute, 'automountServiceAccountToken'), value: false }],
        },
      ],
    });
  },
});

/** Who makes an account and grants it rights means its pod to use them; the default account's go to every pod. */
function judged(account: string, rights: boolean): { readonly severity?: Severity; readonly reason?: string } {
  if (!rights) return {};
  return account === 'default'
    ? { severity: 'warning', reason: 'a role is bound to the account that every pod gets' }
    : {
        severity: 'hint',
        reason: `a role is bound to the account "${account}", so its pods most likely use the token`,
      };
}

/** True where the account's manifest leaves mounting on, or there is none; undefined when it cannot be told. */
function accountSays(cluster: ClusterView, namespace: string | null, name: string): boolean | undefined {
  const accounts = cluster.named('ServiceAccount', namespace, name);
  const says = accounts.map((it) => dig(it.spec, 'automountServiceAccountToken'));
  if (says.some((it) => truthOf(it) === false)) return false;
  return says.every((it) => it === undefined || it === null || truthOf(it) === true) ? true : undefined;
}

/** "namespace/name" of the accounts that some of the bindings gives rights to. */
const boundBy = onceFor(
  (bindings: readonly KubernetesObjectFact[]): ReadonlySet<string> =>
    new Set(
      bindings.flatMap((binding) =>
        listOf(dig(binding.spec, 'subjects'))
          .filter((it) => dig(it, 'kind') === 'ServiceAccount')
          .map((it) => `${textOf(dig(it, 'namespace')) ?? binding.namespace ?? ''}/${textOf(dig(it, 'name')) ?? ''}`),
      ),
    ),
);
