import { defineRule } from '../../rules/rule.ts';
import { reportThreats } from '../threat-report.ts';

export default defineRule({
  id: 'model/unauthenticated-api-exposed',
  title: 'Open operations can be called from the internet',
  why: 'The contract asks nobody who he is, and the way from outside is open: whoever finds the address calls the operation.',
  remedy: 'Ask for a credential in the contract and in the service, or let the gateway ask; or close the way in.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [],
  concepts: ['ingress-to-unsecured-api'],
  visits: 'model.system',
  check(system, report) {
    reportThreats(
      system,
      'model/unauthenticated-api-exposed',
      report,
      () => 'Ask for a credential, at the gateway or in the service, or close this way in.',
    );
  },
});
