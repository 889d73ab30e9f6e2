import { defineRule } from '../../../rules/rule.ts';
import { addRefusals } from '../error-responses.ts';
import type { Operation } from '../operation.ts';
import { fix, requireScheme } from '../fixes.ts';

export default defineRule({
  id: 'openapi/disabled-security',
  title: 'Operation switches its security off',
  why: 'An empty security list on an operation cancels the default of the document: a favourite leftover of debugging that makes a protected route public.',
  remedy: 'Remove the empty list so that the default holds again, or say why the operation is public.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [
    '42crunch:v3-operation-securityrequirement-emptyarray',
    '42crunch:v3-warning-x-42c-accept-empty-security-used',
    '42crunch:v3_1-warning-x-42c-accept-empty-security-used',
    'checkov:CKV_OPENAPI_5',
    'kics:5d29effc-5d68-481f-9721-d74e5919226b',
    'kics:663c442d-f918-4f62-b096-0bf5dcbeb655',
    'vacuum:owasp-protection-global-unsafe',
    'vacuum:owasp-protection-global-unsafe-strict',
  ],
  concepts: ['operation-security-empty-array'],
  visits: 'openapi.operation',
  check(operation, report, { options }) {
    const own = operation.ownSecurity;
    if (own.state !== 'none' || operation.purpose !== undefined || operation.publicReason !== undefined) return;
    if (options.publicOperations.some((it) => it.match === operation.path || it.match === operation.id)) return;
    const { document } = operation;
    const cancels = document.security.state === 'required' || document.security.state === 'optional';
    const consequence = cancels ? 'cancels the requirement of the document' : 'says that no credential is needed';
    report({
      at: own.view.anchor('key'),
      message: `The empty security of ${operation.label} ${consequence}: anyone can call it. Remove the list, or mark the operation with x-parapet-public and the reason.`,
      ...(isPresigned(operation)
        ? { severity: 'hint' as const, reason: 'its address is said to carry a signature' }
        : operation.writes
          ? {}
          : { severity: 'warning' as const, reason: 'the operation only reads' }),
      fixes: cancels
        ? [
            fix(
              'Let the default of the document hold',
              'behaviour',
              { op: 'remove', at: own.view.anchor() },
              ...addRefusals(operation),
            ),
          ]
        : requireScheme(document, operation.view, 'on the operation', operation.writes),
      group: {
        key: `${operation.writes} ${cancels} ${isPresigned(operation)}`,
        from: 6,
        acrossFiles: true,
        message: (n) =>
          `${n} operations switch their security off with an empty list, the first is ${operation.label}: anyone can call them. Remove the lists, or say why the operations are public.`,
      },
    });
  },
});

/** Another place takes the call, and whoever has its address has been let in: a signed link to a store of objects. */
function isPresigned({ view }: Operation): boolean {
  const words = [view.textAt('summary'), view.textAt('description')].join(' ');
  return view.get('servers').items.length > 0 && /\bpre-?signed\b/i.test(words);
}
