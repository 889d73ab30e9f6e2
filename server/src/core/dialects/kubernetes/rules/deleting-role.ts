import { defineRule } from '../../../rules/rule.ts';
import { equivalentsOfFamily, reportPowers } from '../powerful-roles.ts';

export default defineRule({
  id: 'kubernetes/deleting-role',
  title: 'Role may delete at large',
  why: 'Mass deletion is the cheapest way to stop a service, and deleting events hides who did it.',
  remedy: 'Remove delete and deletecollection, or limit them by resourceNames.',
  category: 'authorization',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [269, 778], stride: ['D', 'R', 'T'], owasp: ['K03:2022'] },
  equivalents: equivalentsOfFamily('deletion'),
  concepts: ['rbac-delete-rights', 'rbac-delete-logs-events'],
  visits: 'kubernetes.resource',
  check(object, report) {
    reportPowers(object, 'deletion', 'Remove the verbs, or limit them by resourceNames.', report);
  },
});
