import { defineRule } from '../../../rules/rule.ts';
import { hasHole } from '../../../syntax/template.ts';

const probes = {
  livenessProbe: 'kube-linter:liveness-port',
  readinessProbe: 'kube-linter:readiness-port',
  startupProbe: 'kube-linter:startup-port',
} as const;

export default defineRule({
  id: 'kubernetes/undeclared-probe-port',
  title: 'Probe asks a port that the container does not declare',
  why: 'A mistyped name makes the probe fail for ever; a wrong number asks another process.',
  remedy: 'Name a port of the container.',
  category: 'resilience',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: Object.values(probes),
  concepts: ['probe-port-not-declared'],
  visits: 'kubernetes.container',
  check(container, report) {
    if (container.workload.partial || container.view.get('ports').inherited) return;
    const ports = container.ports.filter((it) => it.protocol === 'TCP');
    if (container.ports.some((it) => it.number.state === 'unknown')) return;
    for (const [name, equivalent] of Object.entries(probes)) {
      for (const kind of ['httpGet', 'tcpSocket', 'grpc']) {
        const port = container.view.at(name, kind, 'port');
        const text = port.text;
        if (text === undefined || hasHole(text)) continue;
        const byNumber = /^\d+$/.test(text);
        const declared = ports.some((it) =>
          byNumber ? it.number.state === 'set' && String(it.number.value) === text : it.name === text,
        );
        if (declared) continue;
        report({
          at: port.anchor(),
          message: byNumber
            ? `The ${name} of ${container.title.toLowerCase()} in ${container.workload.object.title} asks port ${text}, which the container does not declare. Declare it, or ask another one.`
            : `The ${name} of ${container.title.toLowerCase()} in ${container.workload.object.title} asks a port called "${text}", and the container has none of that name: the probe fails for ever. Name one that is there.`,
          // The API resolves names by the list and takes any number.
          severity: byNumber ? 'hint' : 'info',
          equivalents: [equivalent],
        });
      }
    }
  },
});
