import { defineRule } from '../../../rules/rule.ts';
import { equivalentsOfFamily, reportPowers } from '../powerful-roles.ts';

export default defineRule({
  id: 'kubernetes/secret-reading-role',
  title: 'Role may read Secrets',
  why: 'Secrets hold the credentials of other services; get, list and watch each return the values.',
  remedy: 'Grant get on the Secrets that are needed, by resourceNames.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [522], stride: ['I', 'E'], cis: ['Kubernetes 5.1.2'], owasp: ['K03:2022', 'K08:2022'] },
  equivalents: equivalentsOfFamily('secrets'),
  concepts: ['rbac-secrets-access'],
  visits: 'kubernetes.resource',
  check(object, report) {
    reportPowers(
      object,
      'secrets',
      'The values are the credentials of other services. Grant get on single ones by resourceNames.',
      report,
    );
  },
});
