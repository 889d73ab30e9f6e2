import { defineRule } from '../../../rules/rule.ts';
import { setFix, softened } from '../claims.ts';
import { valueOf } from '../text.ts';

export default defineRule({
  id: 'compose/unbounded-restarts',
  title: 'Restarts after failures are not limited',
  why: 'A service that crashes again and again hides an attack that makes it crash, and burns the host.',
  remedy: 'Limit the restarts to five.',
  category: 'resilience',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [400], stride: ['D'], cis: ['Docker 5.15'] },
  equivalents: ['kics:2fc99041-ddad-49d5-853f-e35e70a48391', 'docker-bench:5.15'],
  concepts: ['restart-attempts-not-bounded'],
  visits: 'compose.service',
  check(service, report) {
    const restart = service.view.get('restart');
    const match = /^on-failure(?::(\d+))?$/.exec(valueOf(restart)?.trim() ?? '');
    if (match && !(Number(match[1] ?? Infinity) <= 5)) {
      report({
        at: restart.anchor(),
        message: `Service "${service.name}" is restarted ${match[1] === undefined ? 'without end' : `${match[1]} times`} after failures, which hides what makes it fail. Limit it to five times.`,
        ...softened(service, 'hint'),
        fixes: setFix(restart, 'on-failure:5', 'Restart at most five times'),
      });
    }
    const policy = service.view.at('deploy', 'restart_policy');
    const attempts = policy.get('max_attempts');
    const count = valueOf(attempts);
    if (valueOf(policy.get('condition')) !== 'on-failure' || !(attempts.missing || Number(count) > 5)) return;
    report({
      at: attempts.exists ? attempts.anchor() : policy.anchor('key'),
      message: `Service "${service.name}" is restarted ${count === undefined ? 'without end' : `${count} times`} after failures, which hides what makes it fail. Set max_attempts to 5.`,
      ...softened(service, 'hint'),
      fixes: setFix(attempts, 5, 'Restart at most five times'),
    });
  },
});
