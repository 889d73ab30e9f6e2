import { defineRule } from '../../../rules/rule.ts';
import { removeFix, softened } from '../claims.ts';
import { valueOf } from '../text.ts';

export default defineRule({
  id: 'compose/disabled-logging',
  title: "Service's log is thrown away",
  why: 'After an incident nothing shows what the service did, or that anything happened.',
  remedy: 'Remove the logging driver none.',
  category: 'observability',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [778], stride: ['R'] },
  equivalents: ['compose-lint:CL-0014'],
  concepts: ['logging-disabled'],
  visits: 'compose.service',
  check(service, report) {
    const view = service.view.at('logging', 'driver');
    if (valueOf(view)?.trim().toLowerCase() !== 'none') return;
    report({
      at: view.anchor(),
      message: `The log of service "${service.name}" is thrown away: after an incident nothing shows what it did. Remove the driver, and limit the size of the log instead.`,
      ...softened(service, 'warning'),
      fixes: removeFix(service.view.get('logging'), `Remove logging from "${service.name}"`),
    });
  },
});
