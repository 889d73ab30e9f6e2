import { defineRule } from '../../../rules/rule.ts';
import { bindingOf } from '../role.ts';

export default defineRule({
  id: 'kubernetes/default-account-binding',
  title: 'Rights are given to a default service account',
  why: 'Every pod of the namespace that names no account of its own receives them.',
  remedy: 'Create an account for the workload that needs the rights, and bind those to it.',
  category: 'authorization',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'], cis: ['Kubernetes 5.1.5'], owasp: ['K03:2022'] },
  equivalents: ['checkov:CKV_K8S_42', 'kics:role_binding_to_default_service_account', 'kubescape:C-0225'],
  concepts: ['binding-default-service-account', 'default-account-with-rights'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const binding = bindingOf(object);
    for (const { kind, name, namespace, view } of binding?.subjects ?? []) {
      if (kind !== 'ServiceAccount' || name !== 'default') continue;
      report({
        at: view.get('name').anchor(),
        message: `${object.title} gives the role ${binding?.role.name ?? ''} to the default service account${namespace === null ? '' : ` of ${namespace}`}: every pod there that names no account of its own has it. Create an account for the one that needs it.`,
      });
    }
  },
});
