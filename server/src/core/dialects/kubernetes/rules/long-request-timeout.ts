import { defineRule } from '../../../rules/rule.ts';
import { type Check, commandLineOf, reportFaults } from '../control-plane.ts';

/** A duration as Go writes it: "1h2m3.5s"; a bare number counts as too long, for the server does not take it. */
function secondsOf(text: string): number {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/.test(text)) return Infinity;
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0),
    0,
  );
}

const checks: readonly Check[] = [
  (line) => {
    const flag = line.flag('request-timeout');
    if (flag?.value === undefined || secondsOf(flag.value) <= 300) return undefined;
    return {
      words: `waits ${flag.value} for a request to end (--request-timeout)`,
      severity: 'info',
      equivalents: ['checkov:CKV_K8S_95', 'kics:request_timeout_not_properly_set', 'kubescape:C-0134'],
      at: flag.view,
      repair: { flag: 'request-timeout', value: null },
    };
  },
];

export default defineRule({
  id: 'kubernetes/long-request-timeout',
  title: 'API server waits long for slow clients',
  why: 'Slow clients hold connections open until the server has none left.',
  remedy: 'Remove the flag; the default is a minute.',
  category: 'resource-limits',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [400], stride: ['D'], cis: ['Kubernetes 1.2.22'] },
  equivalents: ['checkov:CKV_K8S_95', 'kics:request_timeout_not_properly_set', 'kubescape:C-0134'],
  concepts: ['apiserver-request-timeout'],
  visits: 'kubernetes.container',
  check(container, report) {
    const line = commandLineOf(container);
    reportFaults(line, 'kube-apiserver', checks, report);
  },
});
