import { defineRule } from '../../../rules/rule.ts';
import { bindingOf } from '../role.ts';
import { listed } from '../wording.ts';

const everything = [
  'trivy:KSV-0111',
  'kube-linter:cluster-admin-role-binding',
  'kics:cluster_admin_role_binding_with_super_user_permissions',
  'kubescape:C-0185',
  'kubescape:C-0035',
  'kyverno:restrict-binding-clusteradmin',
];

export default defineRule({
  id: 'kubernetes/cluster-admin-binding',
  title: 'Somebody is made administrator of the cluster',
  why: 'One leaked token or one flaw in a pod of that subject is the whole cluster.',
  remedy: 'Bind a role that lists what is needed.',
  category: 'authorization',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'], cis: ['Kubernetes 5.1.1'], owasp: ['K03:2022'] },
  equivalents: [...everything, 'polaris:clusterrolebindingClusterAdmin', 'polaris:rolebindingClusterAdminClusterRole'],
  concepts: ['cluster-admin-binding', 'builtin-broad-role-binding'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const binding = bindingOf(object);
    if (binding?.role.kind !== 'ClusterRole') return;
    const { role, clusterWide } = binding;
    // The binding of Kubernetes itself: its group cannot be taken away anyway.
    const subjects = binding.subjects.filter((it) => it.name !== 'system:masters');
    if (subjects.length === 0) return;
    const who = listed(subjects.map((it) => `${it.kind} "${it.name}"`));
    if (role.name === 'cluster-admin') {
      report({
        at: role.view.get('name').anchor(),
        message: clusterWide
          ? `${object.title} makes ${who} administrator of the cluster: one leaked token, or one flaw in a pod that runs as it, is everything. Bind a role that lists what is needed.`
          : `${object.title} gives ${who} every right in its namespace, Secrets and roles included. Bind a role that lists what is needed.`,
        equivalents: [
          ...everything,
          clusterWide ? 'polaris:clusterrolebindingClusterAdmin' : 'polaris:rolebindingClusterAdminClusterRole',
        ],
      });
    } else if (role.name === 'admin' || role.name === 'edit') {
      report({
        at: role.view.get('name').anchor(),
        message: `${object.title} gives ${who} the role ${role.name} ${clusterWide ? 'in every namespace' : 'in its namespace'}: that includes every Secret there and the service accounts that pods may run as. Bind a role that lists what is needed.`,
        severity: clusterWide ? 'warning' : 'info',
        equivalents: ['trivy:KSV-0111'],
      });
    }
  },
});
