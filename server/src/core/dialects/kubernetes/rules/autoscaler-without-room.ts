import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../repair.ts';
import { readInteger, valueOf } from '../setting.ts';

const floor = [
  'kube-linter:hpa-minimum-three-replicas',
  'kube-score:horizontalpodautoscaler-replicas',
  'polaris:hpaMinAvailability',
];
const room = ['polaris:hpaMaxAvailability'];

export default defineRule({
  id: 'kubernetes/autoscaler-without-room',
  title: 'Autoscaler has too low a floor or no room',
  why: 'Load, or an attack, finds a single instance, or as many as there will ever be.',
  remedy: 'Set minReplicas to two or more and maxReplicas above it.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [693], stride: ['D'] },
  equivalents: [...floor, ...room],
  concepts: ['hpa-range'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!object.isA('autoscaling', 'HorizontalPodAutoscaler')) return;
    const least = readInteger(object.spec, 'minReplicas');
    const most = readInteger(object.spec, 'maxReplicas');
    if (least.state === 'unknown') return;
    // Absent means one.
    const min = valueOf(least) ?? 1;
    const max = valueOf(most);
    if (least.state === 'set' && max !== undefined && max <= min) {
      report({
        at: most.view.anchor(),
        message: `${object.title} may not go above ${max}, which is where it starts: under load nothing is added. Set maxReplicas above minReplicas.`,
        equivalents: room,
        fixes: fixBySetting(most.view, min * 2, `Allow ${min * 2} replicas`),
      });
    }
    if (min >= 2 || least.state === 'absent') return;
    report({
      at: least.view.anchor(),
      message: `${object.title} goes down to ${min === 0 ? 'nothing' : 'a single pod'}: the first load, or the loss of one node, finds too little. Set minReplicas to two or more.`,
      equivalents: floor,
      fixes: fixBySetting(least.view, 2, 'Keep two replicas'),
    });
  },
});
