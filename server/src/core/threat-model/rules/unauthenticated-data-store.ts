import { defineRule } from '../../rules/rule.ts';
import { reportThreats } from '../threat-report.ts';

export default defineRule({
  id: 'model/unauthenticated-data-store',
  title: 'Data store asks for no password',
  why: 'One compromised program anywhere near reads and changes all of the data without knowing anything.',
  remedy:
    'Set a password or client certificates, and let a network policy admit only the programs that need the store.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [306, 287], stride: ['S', 'I', 'T'] },
  equivalents: [],
  concepts: ['exposed-unauthenticated-service', 'data-store-without-auth'],
  visits: 'model.system',
  check(system, report) {
    reportThreats(system, 'model/unauthenticated-data-store', report, ({ element }) =>
      element.startsWith('cluster/')
        ? 'Set a password, and let a network policy admit only the programs that need it.'
        : 'Set a password, and publish no port of it.',
    );
  },
});
