import { defineRule } from '../../../rules/rule.ts';
import { removeFix, setFix, softened } from '../claims.ts';
import { truthOf } from '../text.ts';

export default defineRule({
  id: 'compose/privileged-service',
  title: 'Service runs privileged',
  why: 'A privileged container has every capability and every device of the host and no seccomp or AppArmor profile: one flaw in the service is root on the host.',
  remedy: 'Remove the flag, and grant only the device or capability that is needed.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250], stride: ['E', 'T', 'I'], cis: ['Docker 5.5'] },
  equivalents: [
    'kics:ae5b6871-7f45-42e0-bb4c-ab300c4d2026',
    'compose-lint:CL-0002',
    'semgrep:privileged-service',
    'docker-bench:5.5',
  ],
  concepts: ['service-privileged'],
  visits: 'compose.service',
  check(service, report) {
    const view = service.view.get('privileged');
    if (truthOf(view) !== true) return;
    report({
      at: view.anchor(),
      message: `Service "${service.name}" runs privileged: whoever takes it over owns the host. Remove the flag, and add only the capability or device that the service needs.`,
      ...softened(service, 'error'),
      fixes: [
        ...removeFix(view, `Remove privileged from "${service.name}"`),
        ...setFix(view, false, 'Set privileged to false'),
      ],
    });
  },
});
