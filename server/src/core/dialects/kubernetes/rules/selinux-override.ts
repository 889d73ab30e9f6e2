import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix, removeField } from '../repair.ts';
import { readText } from '../setting.ts';

/** The types of the baseline Pod Security Standard; the last since 1.31. */
const confined: readonly string[] = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

export default defineRule({
  id: 'kubernetes/selinux-override',
  title: 'SELinux type, user or role is overridden',
  why: 'A type such as spc_t lifts the confinement that keeps containers apart on nodes with SELinux.',
  remedy: 'Remove type, user and role; the level may be set freely.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [693], stride: ['E'], cis: ['Kubernetes 5.7.3'], owasp: ['K01:2022'] },
  equivalents: ['trivy:KSV-0025', 'psa:seLinuxOptions', 'kyverno:disallow-selinux'],
  concepts: ['selinux-options-custom'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    if (workload.isWindows) return;
    const contexts: readonly (readonly [string, View])[] = [
      ['the pod', workload.securityContext],
      ...workload.containers.map((it) => [it.title.toLowerCase(), it.securityContext] as const),
    ];
    for (const [whose, context] of contexts) {
      for (const field of ['type', 'user', 'role']) {
        const setting = readText(context, 'seLinuxOptions', field);
        if (setting.state !== 'set' || setting.value === '' || (field === 'type' && confined.includes(setting.value)))
          continue;
        report({
          at: setting.view.anchor(),
          message: `The SELinux ${field} of ${whose} in ${workload.object.title} is set to ${setting.value}, which takes it out of the confinement of containers. Remove the ${field}; the runtime chooses the right one.`,
          fixes: fix(`Remove the SELinux ${field}`, 'behaviour', [setting.view], [removeField(setting.view)]),
        });
      }
    }
  },
});
