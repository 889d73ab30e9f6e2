import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import type { Security } from '../security.ts';

export default defineRule({
  id: 'openapi/weakened-security',
  title: 'Operation overrides the default security with something weaker',
  why: 'Single routes quietly fall back to keys or passwords while readers look at the root of the document.',
  remedy: 'Remove the override, so that the default holds.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [757], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [],
  concepts: ['operation-weakens-default-security'],
  visits: 'openapi.operation',
  check(operation, report) {
    const own = operation.ownSecurity;
    const root = operation.document.security;
    if (
      operation.kind !== 'path' ||
      own.state !== 'required' ||
      root.state !== 'required' ||
      operation.purpose !== undefined
    )
      return;
    const strongest = strengths(own);
    const weakest = strengths(root);
    if (!strongest || !weakest || Math.max(...strongest) >= Math.min(...weakest)) return;
    const names = own.requirements.flatMap((it) => it.uses.map((use) => use.name)).join(', ');
    report({
      at: own.view.anchor('key'),
      message: `${operation.label} replaces the security of the document by the weaker "${names}". Remove the override.`,
      fixes: [fix('Let the default of the document hold', 'behaviour', { op: 'remove', at: own.view.anchor() })],
      group: {
        key: names,
        from: 4,
        acrossFiles: true,
        message: (n) =>
          `${n} operations replace the security of the document by the weaker "${names}", the first is ${operation.label}.`,
      },
    });
  },
});

function strengths({ requirements }: Security): readonly number[] | undefined {
  if (requirements.some((it) => it.uses.some((use) => !use.scheme))) return undefined;
  return requirements.map((it) => Math.max(...it.uses.map((use) => use.scheme?.strength ?? 0)));
}
