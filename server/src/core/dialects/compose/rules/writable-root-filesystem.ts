import { defineRule } from '../../../rules/rule.ts';
import { fix, mayClaimAbsence, softened } from '../claims.ts';

export default defineRule({
  id: 'compose/writable-root-filesystem',
  title: 'Root file system of the service is writable',
  why: 'An intruder can store tools, change the program and stay across restarts of the process.',
  remedy: 'Set read_only: true and give the places that must be written a tmpfs or a volume.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [732], stride: ['T'], cis: ['Docker 5.13'] },
  equivalents: ['compose-lint:CL-0007', 'semgrep:writable-filesystem-service', 'docker-bench:5.13'],
  concepts: ['root-filesystem-writable'],
  visits: 'compose.service',
  check(service, report) {
    if (service.readOnly !== false || !mayClaimAbsence(service)) return;
    const view = service.view.get('read_only');
    const tmpfs = service.lacks('tmpfs') && !service.view.has('tmpfs');
    report({
      at: service.at,
      message: `Service "${service.name}" can write to its own program files, so what an intruder changes there stays. Set read_only: true, with a tmpfs for what must be written.`,
      ...softened(service, 'info'),
      fixes: view.inherited
        ? []
        : fix(
            tmpfs ? 'Make the root file system read-only, with a tmpfs at /tmp' : 'Make the root file system read-only',
            'behaviour',
            { op: 'set', at: view.anchor(), value: true },
            ...(tmpfs ? [{ op: 'set', at: service.view.get('tmpfs').anchor(), value: ['/tmp'] } as const] : []),
          ),
    });
  },
});
