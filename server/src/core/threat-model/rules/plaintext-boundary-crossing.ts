import { defineRule } from '../../rules/rule.ts';
import { encryptedFixes } from '../threat-fixes.ts';
import { reportThreats } from '../threat-report.ts';

export default defineRule({
  id: 'model/plaintext-boundary-crossing',
  title: 'Plaintext leaves a trust boundary',
  why: 'Whoever sits on the way reads passwords, tokens and personal data, and changes what is said.',
  remedy:
    'Use the encrypted form of the protocol, or mutual TLS of a mesh, which applies without touching the program.',
  category: 'transport',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [319], stride: ['I', 'T'], owasp: ['API8:2023'] },
  equivalents: [],
  concepts: ['plaintext-service-connection'],
  visits: 'model.system',
  check(system, report) {
    reportThreats(
      system,
      'model/plaintext-boundary-crossing',
      report,
      () => 'Use the encrypted form of the protocol, or mutual TLS of a mesh.',
      encryptedFixes,
    );
  },
});
