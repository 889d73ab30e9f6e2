import { defineRule } from '../../../rules/rule.ts';
import { mayClaimAbsence, setFix } from '../claims.ts';

export default defineRule({
  id: 'compose/missing-restart-policy',
  title: 'Service stays down after a crash',
  why: 'A crash, provoked or not, leaves the service down until somebody notices.',
  remedy: 'Set restart: unless-stopped, or on-failure with a limit.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [703], stride: ['D'], cis: ['Docker 5.15'] },
  equivalents: [],
  concepts: ['restart-policy-missing'],
  visits: 'compose.service',
  check(service, report) {
    // Swarm restarts by itself, and who uses `deploy` for more than limits most likely runs Swarm.
    if (!mayClaimAbsence(service) || service.project.development || service.profiles.length > 0 || service.oneShot)
      return;
    if (
      !service.lacks('restart') ||
      !service.lacks('deploy', 'restart_policy') ||
      service.find('deploy', 'replicas') ||
      service.find('deploy', 'mode')
    )
      return;
    const needed = service.ports.length > 0 || service.project.neededServices.has(service.name);
    if (!needed) return;
    report({
      at: service.at,
      message: `Service "${service.name}" stays down after a crash until somebody notices. Set a restart policy.`,
      fixes: setFix(service.view.get('restart'), 'unless-stopped', 'Restart unless stopped'),
      group: {
        key: 'all',
        message: (count) => `${count} services stay down after a crash until somebody notices. Set a restart policy.`,
      },
    });
  },
});
