import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../repair.ts';
import { readText } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/stop-and-start-update',
  title: 'Updates stop the service first',
  why: 'When every release interrupts the service, security updates wait for a quiet hour.',
  remedy: 'Set the strategy to RollingUpdate.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [693], stride: ['D'] },
  equivalents: ['kube-linter:no-rolling-update-strategy', 'kube-score:deployment-strategy', 'kubescape:C-0305'],
  concepts: ['update-strategy-not-rolling'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const field = {
      Deployment: 'strategy',
      DeploymentConfig: 'strategy',
      StatefulSet: 'updateStrategy',
      DaemonSet: 'updateStrategy',
    }[object.kind];
    if (field === undefined || !object.isA(['apps', 'extensions', 'apps.openshift.io', ''], object.kind)) return;
    const type = readText(object.spec, field, 'type');
    if (type.state !== 'set' || /^Rolling(?:Update)?$/.test(type.value) || type.value === '' || type.value === 'Custom')
      return;
    report({
      at: type.view.anchor(),
      message:
        type.value === 'Recreate'
          ? `${object.title} stops all its pods before new ones start, so each release interrupts the service and updates wait. Use RollingUpdate unless two versions must not run at once.`
          : `${object.title} updates its pods only when somebody deletes them (${type.value}), so fixes in the image do not arrive by themselves. Use RollingUpdate.`,
      fixes: fixBySetting(
        type.view,
        object.kind === 'DeploymentConfig' ? 'Rolling' : 'RollingUpdate',
        'Update one after the other',
      ),
    });
  },
});
