import { defineRule } from '../../../rules/rule.ts';
import { removeFix, softened } from '../claims.ts';
import { valueOf } from '../text.ts';

export default defineRule({
  id: 'compose/foreign-cgroup',
  title: 'Service is placed in another control group',
  why: 'A foreign parent group has limits and device rules of its own, and the host sees the service as part of something else.',
  remedy: 'Remove the key and set limits on the service itself.',
  category: 'resource-limits',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [400], stride: ['D', 'E'], cis: ['Docker 5.25'] },
  equivalents: ['kics:4d9f44c6-2f4a-4317-9bb5-267adbea0232', 'docker-bench:5.25'],
  concepts: ['cgroup-parent-set'],
  visits: 'compose.service',
  check(service, report) {
    const parent = service.view.get('cgroup_parent');
    if (parent.exists && !parent.isNull) {
      report({
        at: parent.anchor(),
        message: `Service "${service.name}" is put under another control group, whose limits and device rules then count instead of its own. Remove cgroup_parent unless the host's administrators ask for it.`,
        ...softened(service, 'info'),
        fixes: removeFix(parent, 'Remove cgroup_parent'),
      });
    }
    const mode = service.view.get('cgroup');
    if (valueOf(mode) === 'host') {
      report({
        at: mode.anchor(),
        message: `Service "${service.name}" sees the host's control groups, and can change them when it has the right to mount. Remove cgroup.`,
        ...softened(service, 'warning'),
        fixes: removeFix(mode, 'Remove cgroup'),
      });
    }
  },
});
