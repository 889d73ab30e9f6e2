import { defineRule } from '../../rules/rule.ts';
import { insideFixes } from '../threat-fixes.ts';
import { reportThreats } from '../threat-report.ts';

export default defineRule({
  id: 'model/exposed-data-store',
  title: 'Data store can be reached from outside',
  why: 'A store is meant for the services beside it. Reached from outside, everybody can try passwords and known faults, or use a protocol that asks for none.',
  remedy: 'Give it an address inside only: no published port, Service type ClusterIP.',
  category: 'exposure',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668, 1327], stride: ['I', 'T', 'S'] },
  equivalents: [],
  concepts: ['datastore-port-published', 'database-exposed'],
  visits: 'model.system',
  check(system, report) {
    reportThreats(
      system,
      'model/exposed-data-store',
      report,
      () => 'Give it an address inside only, and let the services that need it connect there.',
      insideFixes,
    );
  },
});
