import { defineRule } from '../../../rules/rule.ts';
import { readOnlyFix, softened } from '../claims.ts';
import { isHarmlessToRead, isRootEquivalent, isSensitive, reachesEngineSocket } from '../host-paths.ts';

/** Agents whose purpose is to look at the host. */
const observers =
  /^(?:node-exporter|cadvisor|agent|datadog-agent|netdata|telegraf|promtail|alloy|fluent-bit|fluentd|filebeat|metricbeat|glances|smartctl-exporter|otel.*collector.*|vector)$/;

export default defineRule({
  id: 'compose/sensitive-host-path',
  title: 'Sensitive path of the host is visible in the service',
  why: "Even without writing, an intruder reads keys, password hashes, logs, other containers' data or the kernel's state there.",
  remedy: 'Mount only the file that the service needs, read-only.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668, 538], stride: ['I'], cis: ['Docker 5.6'] },
  equivalents: ['compose-lint:CL-0013', 'kics:1c1325ff-831d-43a1-973e-839ae57dfcc0', 'docker-bench:5.6'],
  concepts: ['host-path-sensitive'],
  visits: 'compose.service',
  check(service, report) {
    for (const mount of service.mounts) {
      const { hostPath, view, readOnly } = mount;
      if (hostPath === undefined || !service.owns(view) || reachesEngineSocket(hostPath)) continue;
      const clock = isHarmlessToRead(hostPath);
      if (clock && (readOnly !== false || !/^\/etc\/(?:localtime|timezone)$/.test(hostPath))) continue;
      if (!clock && !isSensitive(hostPath) && !(isRootEquivalent(hostPath) && readOnly === true)) continue;
      const observer = observers.test(service.imageReference?.shortName ?? '') && readOnly === true;
      report({
        at: view.anchor(),
        message: clock
          ? `Service "${service.name}" mounts ${hostPath} writable, so it can change the host's clock settings. Mount it read-only.`
          : `Service "${service.name}" sees ${hostPath} of the host: an intruder finds there what helps to reach the host or its neighbours. Mount only what the service needs, read-only.`,
        ...softened(service, clock || observer ? 'info' : readOnly === true ? 'warning' : 'error'),
        ...(observer
          ? { reason: 'The image is made for watching its host, and the mount is read-only.' }
          : readOnly === true && !clock
            ? { reason: 'The mount is read-only.' }
            : {}),
        // A read-only mount of other paths still discloses what is in them, so only a narrower mount helps.
        // Whoever shows a container the host's time zone wants it read; a service that writes it is at fault.
        fixes: clock
          ? readOnlyFix(mount).map((it) => ({ ...it, title: `Mount ${hostPath} read-only`, safety: 'safe' as const }))
          : [],
      });
    }
  },
});
