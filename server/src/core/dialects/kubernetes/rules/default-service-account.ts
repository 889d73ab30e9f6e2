import { defineRule } from '../../../rules/rule.ts';
import { is, valueOf } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/default-service-account',
  title: 'Workload has no identity of its own',
  why: 'All pods of the namespace that run as the default account look alike: no rights, mesh identity or cloud role can be given to one of them alone.',
  remedy: 'Create a service account for the workload and name it in serviceAccountName.',
  category: 'authorization',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1188], stride: ['S', 'E'], cis: ['Kubernetes 5.1.5'], owasp: ['K03:2022'] },
  equivalents: [
    'kube-linter:default-service-account',
    'kics:service_account_name_undefined_or_empty',
    'kubesec:ServiceAccountName',
  ],
  concepts: ['service-account-default-used'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const { serviceAccount: account } = workload;
    if (account.state === 'absent' ? workload.partial : valueOf(account) !== 'default') return;
    const quiet = is(workload.automountToken, false);
    report({
      at: account.state === 'set' ? account.view.anchor() : workload.at,
      message: `${workload.object.title} runs as the default service account, like every pod of its namespace that names none: what is granted to one of them is granted to all. Give it an account of its own by serviceAccountName.`,
      ...(quiet ? { severity: 'hint', reason: 'its token is not mounted' } : {}),
    });
  },
});
