import { defineRule } from '../../../rules/rule.ts';
import { readOnlyFix, softened } from '../claims.ts';
import { isHarmlessToRead, isOfApplication, isRootEquivalent, reachesEngineSocket } from '../host-paths.ts';

export default defineRule({
  id: 'compose/writable-system-path',
  title: 'Path that governs the host is mounted writable',
  why: "Who writes to the host's configuration, programs or boot files is root there at the next login, cron run or start.",
  remedy: 'Mount it read-only, or mount only the file that the service needs.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668, 732], stride: ['E', 'T'], cis: ['Docker 5.6'] },
  equivalents: ['compose-lint:CL-0025', 'kics:1c1325ff-831d-43a1-973e-839ae57dfcc0', 'docker-bench:5.6'],
  concepts: ['host-path-root-equivalent-writable'],
  visits: 'compose.service',
  check(service, report) {
    for (const mount of service.mounts) {
      const { hostPath, view, readOnly } = mount;
      if (hostPath === undefined || readOnly !== false || !service.owns(view)) continue;
      // A path that reaches the engine's socket has a finding of its own, which writing does not make worse.
      if (!isRootEquivalent(hostPath) || reachesEngineSocket(hostPath) || isHarmlessToRead(hostPath)) continue;
      const own = isOfApplication(hostPath);
      report({
        at: view.anchor(),
        message: `Service "${service.name}" can write to ${hostPath} of the host, ${own ? "among the files that belong to the host: a program of the host that reads them follows an intruder. Keep the service's data in a volume, or mount it read-only." : 'a place from which the host is governed: what an intruder changes there can make him root. Mount it read-only.'}`,
        ...softened(service, own ? 'info' : 'error'),
        fixes: readOnlyFix(mount),
      });
    }
  },
});
