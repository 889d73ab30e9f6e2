import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../repair.ts';
import { isNot, readTruth } from '../setting.ts';

const asDefault = ['checkov:CKV_K8S_41', 'kubescape:automount-default-service-account'];
const ofAny = ['kyverno:restrict-sa-automount-sa-token', 'kics:service_account_token_automount_not_disabled'];

export default defineRule({
  id: 'kubernetes/service-account-automount',
  title: 'Service account hands its token to every pod',
  why: 'Pods that never talk to the API server get a credential for it anyway, in a file that any flaw of reading files gives away.',
  remedy: 'Set automountServiceAccountToken to false on the account, and to true on the pods that need it.',
  category: 'least-privilege',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1188], stride: ['E'], cis: ['Kubernetes 5.1.5', 'Kubernetes 5.1.6'], owasp: ['K03:2022'] },
  equivalents: [...asDefault, ...ofAny],
  concepts: ['default-service-account-token', 'service-account-automount-not-disabled'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!object.isA('', 'ServiceAccount')) return;
    const automount = readTruth(object.view, 'automountServiceAccountToken');
    if (!isNot(automount, false)) return;
    const isDefault = object.name === 'default';
    report({
      at: automount.state === 'set' ? automount.view.anchor() : object.at,
      message: isDefault
        ? `${object.title} hands a token for the API server to every pod that names no account of its own. Set automountServiceAccountToken to false here.`
        : `${object.title} hands a token for the API server to every pod that runs as it, needed or not. Set automountServiceAccountToken to false here, and to true on the pods that need it.`,
      severity: isDefault ? 'warning' : 'hint',
      equivalents: isDefault ? [...asDefault, ...ofAny] : ofAny,
      fixes: fixBySetting(automount.view, false, 'Set automountServiceAccountToken to false'),
    });
  },
});
