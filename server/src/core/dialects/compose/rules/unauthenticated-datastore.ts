import { defineRule } from '../../../rules/rule.ts';
import { mayClaimAbsence, softened } from '../claims.ts';
import { openDoors } from '../open-doors.ts';

export default defineRule({
  id: 'compose/unauthenticated-datastore',
  title: 'Store or console lets everybody in',
  why: 'Any service on the network, and any intruder in one of them, owns the data.',
  remedy: 'Set a password from the environment or from secrets, and remove the switch that does without.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [306, 1392, 521], stride: ['S', 'I', 'T'] },
  equivalents: [],
  concepts: ['datastore-without-authentication'],
  visits: 'compose.service',
  check(service, report) {
    const published =
      service.networkMode === 'host' ||
      service.ports.some((it) => it.reach === 'all-interfaces' || it.reach === 'one-address');
    const internal =
      service.networks.length > 0 &&
      service.networks.every((it) => service.project.network(it.name)?.internal === true);
    for (const door of openDoors(service)) {
      // What is not there can be claimed only of a whole service, and not when a file brings further variables.
      if (door.absent && (!mayClaimAbsence(service) || service.envFiles.length > 0)) continue;
      if (door.view && !service.owns(door.view)) continue;
      report({
        at: door.view?.anchor() ?? service.at,
        message: `${door.product} in service "${service.name}" ${door.what}: whoever reaches it owns its data. ${door.advice}`,
        ...softened(service, published ? 'error' : internal ? 'info' : 'warning'),
        ...(published
          ? { reason: 'One of its ports is published beyond this host.' }
          : internal
            ? { reason: 'It is on internal networks only.' }
            : {}),
        confidence: door.absent ? 'medium' : 'high',
        fixes: door.fixes,
      });
    }
  },
});
