import { defineRule } from '../../../rules/rule.ts';
import { fixByRemoving } from '../repair.ts';
import { bindingOf } from '../role.ts';

const anonymous = [
  'trivy:KSV-0122',
  'kubesec:BindingsToSystemAnonymous',
  'kubescape:C-0262',
  'kyverno:restrict-binding-system-groups',
  'gatekeeper:K8sDisallowAnonymous',
];
const authenticated = ['trivy:KSV-01011', 'kubescape:C-0265', 'gatekeeper:K8sDisallowAnonymous'];
const masters = ['trivy:KSV-0123', 'kubescape:C-0246', 'kyverno:restrict-binding-system-groups'];

/** Roles that Kubernetes itself binds to everybody: they tell versions and let callers ask what they may. */
const meantForAll: ReadonlySet<string> = new Set([
  'system:public-info-viewer',
  'system:discovery',
  'system:basic-user',
  'system:service-account-issuer-discovery',
]);

export default defineRule({
  id: 'kubernetes/broad-subject-binding',
  title: 'Role is bound to everybody',
  why: 'Whoever reaches the API server, or has any account at all, gets the rights of the role.',
  remedy: 'Bind it to the accounts that need it.',
  category: 'authorization',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306, 732, 250], stride: ['S', 'E', 'I'], cis: ['Kubernetes 5.1.7'], owasp: ['K03:2022'] },
  equivalents: [...new Set([...anonymous, ...authenticated, ...masters])],
  concepts: ['binding-anonymous', 'binding-all-authenticated', 'binding-system-masters'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const binding = bindingOf(object);
    if (!binding || meantForAll.has(binding.role.name)) return;
    for (const { name, view } of binding.subjects) {
      const at = view.get('name').anchor();
      const fixes = fixByRemoving(view, `Remove ${name} from the subjects`);
      if (name === 'system:anonymous' || name === 'system:unauthenticated') {
        // kubeadm lets new nodes read one ConfigMap before they have an account.
        if (object.name === 'kubeadm:bootstrap-signer-clusterinfo') continue;
        report({
          at,
          fixes,
          equivalents: anonymous,
          message: `${object.title} gives the role ${binding.role.name} to callers who do not say who they are: whoever reaches the API server has it. Bind it to the accounts that need it.`,
        });
      } else if (name === 'system:authenticated' || name === 'system:serviceaccounts') {
        report({
          at,
          fixes,
          equivalents: authenticated,
          message: `${object.title} gives the role ${binding.role.name} to ${name === 'system:authenticated' ? 'every account, on some clouds every account of the provider' : 'every service account of the cluster'}. Bind it to those that need it.`,
        });
      } else if (name === 'system:masters' && object.name !== 'cluster-admin') {
        report({
          at,
          fixes,
          equivalents: masters,
          message: `${object.title} binds a role to system:masters, a group that passes every role by and cannot be taken away; a binding makes its use look normal. Remove it.`,
        });
      }
    }
  },
});
