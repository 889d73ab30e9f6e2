import { defineRule } from '../../rules/rule.ts';
import { reportThreats } from '../threat-report.ts';

export default defineRule({
  id: 'model/host-owner-exposed',
  title: 'Program with power over its machine can be reached from outside',
  why: 'One fault in the program is enough to own the machine and everything else that runs there.',
  remedy:
    'Take the power away (no privileged mode, no engine socket), or put the program where nobody outside reaches it.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250, 668], stride: ['E'] },
  equivalents: [],
  concepts: ['exposed-and-overprivileged', 'privileged-sidecar-pattern'],
  visits: 'model.system',
  check(system, report) {
    reportThreats(system, 'model/host-owner-exposed', report, () => 'Take the power away, or close the way in.');
  },
});
