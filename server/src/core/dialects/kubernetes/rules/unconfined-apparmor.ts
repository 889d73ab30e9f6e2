import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../repair.ts';

const off = [
  'psa:appArmorProfile',
  'kyverno:restrict-apparmor-profiles',
  'gatekeeper:K8sPSPAppArmor',
  'kubesec:ApparmorUnconfined',
  'trivy:KSV-0002',
];

export default defineRule({
  id: 'kubernetes/unconfined-apparmor',
  title: 'AppArmor is switched off for the container',
  why: 'AppArmor is the second fence behind the user of the container; without it an escape has one hurdle less.',
  remedy: 'Set appArmorProfile to RuntimeDefault on the pod.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [693], stride: ['E'], cis: ['Kubernetes 5.7.3'], owasp: ['K01:2022'] },
  equivalents: off,
  concepts: ['apparmor-unconfined'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    if (workload.isWindows) return;
    const named = workload.object.title;
    const seen = new Set<string>();
    for (const container of workload.containers) {
      const { appArmor } = container;
      const key = JSON.stringify(appArmor.view.route);
      if (appArmor.state !== 'set' || ['RuntimeDefault', 'Localhost', ''].includes(appArmor.value) || seen.has(key))
        continue;
      seen.add(key);
      const byField = appArmor.view.key === 'type';
      report({
        at: appArmor.view.anchor(),
        message: `AppArmor is switched off for ${container.title.toLowerCase()} of ${named}: most nodes would confine it without this line. Choose ${byField ? 'RuntimeDefault' : 'runtime/default'}, or a profile of your own.`,
        equivalents: off,
        fixes: fixBySetting(
          appArmor.view,
          byField ? 'RuntimeDefault' : 'runtime/default',
          'Use the AppArmor profile of the runtime',
        ),
      });
    }
  },
});
