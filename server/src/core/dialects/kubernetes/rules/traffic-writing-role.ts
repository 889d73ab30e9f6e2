import { defineRule } from '../../../rules/rule.ts';
import { equivalentsOfFamily, reportPowers } from '../powerful-roles.ts';

export default defineRule({
  id: 'kubernetes/traffic-writing-role',
  title: 'Role may redirect services',
  why: 'Editing Services, endpoints, routes or ConfigMaps leads the traffic of other services, or their orders, elsewhere.',
  remedy: 'Remove the verbs that write, or limit them by resourceNames.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [269, 441], stride: ['T', 'S', 'I'], owasp: ['K03:2022'] },
  equivalents: equivalentsOfFamily('traffic'),
  concepts: ['rbac-configmap-write', 'rbac-networking-write', 'rbac-service-status-write', 'rbac-endpoints-write'],
  visits: 'kubernetes.resource',
  check(object, report) {
    reportPowers(object, 'traffic', 'Remove the verbs that write, or limit them by resourceNames.', report);
  },
});
