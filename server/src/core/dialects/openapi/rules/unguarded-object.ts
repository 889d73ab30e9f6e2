import { defineRule } from '../../../rules/rule.ts';
import { addResponse } from '../error-responses.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/unguarded-object',
  title: 'Object is addressed by id, and nothing says who may see it',
  why: 'Swapping the id in the path is the flaw of APIs that is exploited most. A contract with no scope and no refusal shows that the check was not designed.',
  remedy: 'Check ownership, and document the 403 or 404 answer that refuses.',
  category: 'authorization',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [639], stride: ['I', 'E'], owasp: ['API1:2023'] },
  equivalents: [],
  concepts: ['object-path-without-object-authorization'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (
      operation.kind !== 'path' ||
      operation.publicReason !== undefined ||
      !/\{[^}]*(?:id|uuid|key|number|slug|name)\}/i.test(operation.path)
    )
      return;
    if (!operation.view.get('responses').isMap || operation.answers('403') || operation.answers('404')) return;
    const { security } = operation;
    if (
      security.state === 'unknown' ||
      security.requirements.some((it) => it.uses.some((use) => use.view.items.length > 0 || !use.scheme))
    )
      return;
    report({
      at: operation.view.get('responses').anchor('key'),
      message: `${operation.label} addresses one object, but no scope and no refusal (403, 404) says that not everybody may have it. Check ownership, and document the refusal.`,
      ...(operation.writes ? { severity: 'warning' as const, reason: 'the operation changes the object' } : {}),
      fixes: [
        fix(
          'Add 403 and 404',
          'safe',
          ...addResponse(operation, '403').patches,
          ...addResponse(operation, '404').patches,
        ),
      ],
      group: {
        key: String(operation.writes),
        from: 3,
        acrossFiles: true,
        message: (n) =>
          `${n} operations that ${operation.writes ? 'change' : 'read'} one object have no scope and document no refusal (403, 404), the first is ${operation.label}. Check ownership, and document the refusal.`,
      },
    });
  },
});
