import { defineRule } from '../../../rules/rule.ts';

const handlers: readonly string[] = ['httpGet', 'tcpSocket', 'exec', 'grpc'];

export default defineRule({
  id: 'kubernetes/identical-probes',
  title: 'Liveness and readiness probe ask the same',
  why: 'An instance that is only busy is restarted in place of being spared, which turns load into an outage.',
  remedy: 'Let the liveness probe ask less, or be much more patient.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [754], stride: ['D'] },
  equivalents: ['kube-score:pod-probes-identical', 'kyverno:ensure-probes-different'],
  concepts: ['probes-identical'],
  visits: 'kubernetes.container',
  check(container, report) {
    const live = container.view.get('livenessProbe');
    const ready = container.view.get('readinessProbe');
    const same = handlers.find(
      (it) => live.get(it).isMap && JSON.stringify(live.get(it).plain) === JSON.stringify(ready.get(it).plain),
    );
    if (same === undefined) return;
    const patience = (probe: typeof live): number =>
      (probe.get('periodSeconds').number ?? 10) * (probe.get('failureThreshold').number ?? 3);
    if (patience(live) > 2 * patience(ready)) return;
    report({
      at: live.anchor('key'),
      message: `The liveness probe of ${container.title.toLowerCase()} in ${container.workload.object.title} asks what its readiness probe asks, as impatiently: under load instances are restarted when they should only be spared. Let it ask less, or wait longer.`,
      related: [{ message: 'the readiness probe', at: ready.anchor('key') }],
    });
  },
});
