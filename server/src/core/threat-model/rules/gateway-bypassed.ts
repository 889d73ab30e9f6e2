import { defineRule } from '../../rules/rule.ts';
import { insideFixes } from '../threat-fixes.ts';
import { reportThreats } from '../threat-report.ts';

export default defineRule({
  id: 'model/gateway-bypassed',
  title: 'Service can be reached round its gateway',
  why: 'What the gateway does for the service, such as login, rate limits and logging, is skipped by the second way in.',
  remedy: 'Keep the service inside (type ClusterIP, no published port) and let only the gateway be reached.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [288, 668], stride: ['E', 'S'], owasp: ['API8:2023'] },
  equivalents: [],
  concepts: ['gateway-bypass', 'gateway-bypassed'],
  visits: 'model.system',
  check(system, report) {
    reportThreats(
      system,
      'model/gateway-bypassed',
      report,
      () => 'Let only the gateway be reached from outside.',
      insideFixes,
    );
  },
});
