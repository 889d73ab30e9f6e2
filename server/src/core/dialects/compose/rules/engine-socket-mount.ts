import { defineRule } from '../../../rules/rule.ts';
import { removeFix, softened } from '../claims.ts';
import { reachesEngineSocket } from '../host-paths.ts';

export default defineRule({
  id: 'compose/engine-socket-mount',
  title: "Service can reach the container engine's socket",
  why: 'Whoever speaks to the engine can start a privileged container with the host mounted: a flaw in this service becomes control over the host and all other services.',
  remedy: 'Do not mount the socket; give tools that need a part of the API a filtering proxy.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250, 284], stride: ['E', 'T', 'I'], cis: ['Docker 5.32'] },
  equivalents: [
    'kics:d6355c88-1e8d-49e9-b2f2-f8a1ca12c75b',
    'compose-lint:CL-0001',
    'semgrep:exposing-docker-socket-volume',
    'docker-bench:5.32',
  ],
  concepts: ['control-socket-mounted'],
  visits: 'compose.service',
  check(service, report) {
    for (const mount of service.mounts) {
      const { hostPath, view } = mount;
      if (hostPath === undefined || !service.owns(view) || !reachesEngineSocket(hostPath)) continue;
      const proxy = /(?:socket|docker)-?proxy/i.test(`${service.name} ${service.imageReference?.shortName ?? ''}`);
      const what = hostPath.endsWith('.sock')
        ? `the engine's socket ${hostPath}`
        : `${hostPath} of the host, which holds a control socket`;
      report({
        at: view.anchor(),
        message: `Service "${service.name}" mounts ${what}: through it, an intruder starts containers with all of the host in reach, and a read-only mount does not prevent that. Remove the mount or put a filtering proxy between.`,
        ...softened(service, proxy ? 'warning' : 'error'),
        ...(proxy ? { reason: 'The service looks like a proxy that filters what may be asked of the engine.' } : {}),
        fixes: removeFix(view, `Remove the mount of ${hostPath}`),
      });
    }
  },
});
