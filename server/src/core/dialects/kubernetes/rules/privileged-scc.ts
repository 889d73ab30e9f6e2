import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../repair.ts';
import { is, readTruth } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/privileged-scc',
  title: 'OpenShift security context constraints allow privileged containers',
  why: 'Every account that may use them starts privileged pods and so owns nodes.',
  remedy: 'Set allowPrivilegedContainer to false.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'], cis: ['Kubernetes 5.2.2'] },
  equivalents: ['kube-linter:scc-deny-privileged-container'],
  concepts: ['scc-privileged'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!object.isA(['security.openshift.io', ''], 'SecurityContextConstraints')) return;
    // The field stands at the top, not in a specification.
    const allowed = readTruth(object.view, 'allowPrivilegedContainer');
    if (!is(allowed, true)) return;
    report({
      at: allowed.view.anchor(),
      message: `${object.title} allows privileged containers: every account that may use it owns the nodes on which its pods run. Set allowPrivilegedContainer to false.`,
      ...(object.name === 'privileged'
        ? { severity: 'info', reason: 'OpenShift brings constraints of this name by itself' }
        : {}),
      fixes: fixBySetting(allowed.view, false, 'Set allowPrivilegedContainer to false'),
    });
  },
});
