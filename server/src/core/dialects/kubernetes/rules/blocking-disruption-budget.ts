import { defineRule } from '../../../rules/rule.ts';
import { fix, removeField, setField } from '../repair.ts';
import { isNot, readText } from '../setting.ts';

const most = [
  'kube-linter:pdb-max-unavailable',
  'kyverno:pdb-maxunavailable',
  'gatekeeper:K8sPodDisruptionBudget',
  'polaris:pdbDisruptionsIsZero',
  'kyverno:require-reasonable-pdbs',
];
const least = [
  'kube-linter:pdb-min-available',
  'polaris:pdbDisruptionsIsZero',
  'gatekeeper:K8sPodDisruptionBudget',
  'kyverno:require-reasonable-pdbs',
];
const nothing = ['kube-score:poddisruptionbudget-has-policy'];
const unhealthy = ['kube-linter:pdb-unhealthy-pod-eviction-policy'];

export default defineRule({
  id: 'kubernetes/blocking-disruption-budget',
  title: 'Disruption budget never lets a pod go, or says nothing',
  why: 'Nodes cannot be drained, so the patches of nodes wait, or somebody deletes pods by force.',
  remedy: 'Set maxUnavailable to 1.',
  category: 'resilience',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [693], stride: ['D'] },
  equivalents: [...new Set([...most, ...least, ...nothing, ...unhealthy])],
  concepts: ['pdb-blocks-eviction', 'pdb-no-policy', 'pdb-unhealthy-eviction'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!object.isA(['policy', ''], 'PodDisruptionBudget')) return;
    const max = readText(object.spec, 'maxUnavailable');
    const min = readText(object.spec, 'minAvailable');
    const none = max.state === 'set' && /^0+%?$/.test(max.value) ? max : undefined;
    const all = min.state === 'set' && /^(?:100|[1-9]\d{3,})%$/.test(min.value) ? min : undefined;
    const blocking = none ?? all;
    if (blocking) {
      report({
        at: blocking.view.anchor(),
        message: `${object.title} never lets a pod go (${none ? 'maxUnavailable' : 'minAvailable'}: ${blocking.value}): nodes cannot be drained, so their patches wait or somebody uses force. Set maxUnavailable to 1.`,
        equivalents: [...(none ? most : []), ...(all ? least : [])],
        fixes: fix(
          'Let one pod go at a time',
          'behaviour',
          [object.spec],
          [setField(object.spec.get('maxUnavailable'), 1), ...(min.state === 'set' ? [removeField(min.view)] : [])],
        ),
      });
    } else if (max.state === 'absent' && min.state === 'absent') {
      report({
        at: object.at,
        message: `${object.title} says neither minAvailable nor maxUnavailable, so it protects nothing. Set maxUnavailable to 1.`,
        severity: 'info',
        equivalents: nothing,
        fixes: fix(
          'Let one pod go at a time',
          'behaviour',
          [object.spec],
          [setField(object.spec.get('maxUnavailable'), 1)],
        ),
      });
    }
    const eviction = readText(object.spec, 'unhealthyPodEvictionPolicy');
    if (eviction.state !== 'absent' || !isNot(eviction, 'AlwaysAllow')) return;
    report({
      at: object.spec.isMap ? object.spec.anchor('key') : object.at,
      message: `${object.title} does not say what happens to pods that are unhealthy; by default one that crashes over and over keeps its node from being drained. Set unhealthyPodEvictionPolicy to AlwaysAllow, or to IfHealthyBudget where a quorum counts.`,
      severity: 'hint',
      equivalents: unhealthy,
      fixes: fix('Let unhealthy pods go', 'behaviour', [object.spec], [setField(eviction.view, 'AlwaysAllow')]),
    });
  },
});
