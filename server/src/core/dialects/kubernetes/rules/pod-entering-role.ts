import { defineRule } from '../../../rules/rule.ts';
import { equivalentsOfFamily, reportPowers } from '../powerful-roles.ts';

export default defineRule({
  id: 'kubernetes/pod-entering-role',
  title: 'Role may enter pods',
  why: 'A shell in a pod, or a tunnel to it, brings its secrets and its place in the network, past every network policy.',
  remedy:
    'Remove pods/exec, pods/attach, pods/portforward and pods/ephemeralcontainers; keep them for break-glass roles.',
  category: 'authorization',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [269], stride: ['E', 'T', 'I'], owasp: ['K03:2022'] },
  equivalents: equivalentsOfFamily('pods'),
  concepts: ['rbac-exec', 'rbac-attach', 'rbac-port-forward', 'rbac-ephemeral-containers'],
  visits: 'kubernetes.resource',
  check(object, report) {
    reportPowers(object, 'pods', 'Keep that for people, in a role of its own that is given for a while.', report);
  },
});
