import { defineRule } from '../../../rules/rule.ts';
import { noAppArmor } from '../equivalents.ts';
import { isUndecided, judgedContainers } from '../hardening.ts';
import { fix, fixBySetting, setField } from '../repair.ts';
import { containersTitle, otherContainers } from '../wording.ts';

const off = [
  'psa:appArmorProfile',
  'kyverno:restrict-apparmor-profiles',
  'gatekeeper:K8sPSPAppArmor',
  'kubesec:ApparmorUnconfined',
  'trivy:KSV-0002',
];

export default defineRule({
  id: 'kubernetes/unconfined-apparmor',
  title: 'AppArmor does not confine the container',
  why: 'AppArmor is the second fence behind the user of the container; without it an escape has one hurdle less.',
  remedy: 'Set appArmorProfile to RuntimeDefault on the pod.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [693], stride: ['E'], cis: ['Kubernetes 5.7.3'], owasp: ['K01:2022'] },
  equivalents: [...off, ...noAppArmor],
  concepts: ['apparmor-unconfined', 'apparmor-not-set'],
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
    const open = judgedContainers(workload).filter((it) => !isUndecided(it) && it.appArmor.state === 'absent');
    const [first] = open;
    if (!first) return;
    report({
      at: workload.securityContext.isMap ? workload.securityContext.anchor() : first.place('securityContext'),
      message: `${containersTitle(open)} of ${named} ${open.length > 1 ? 'name' : 'names'} no AppArmor profile and so rely on what the node does by default. Set appArmorProfile to RuntimeDefault on the pod (Kubernetes 1.30 and later).`,
      severity: 'hint',
      equivalents: noAppArmor,
      related: otherContainers(open),
      fixes: fix(
        'Use the AppArmor profile of the runtime',
        'behaviour',
        [workload.spec],
        [setField(workload.securityContext.get('appArmorProfile'), { type: 'RuntimeDefault' })],
      ),
    });
  },
});
