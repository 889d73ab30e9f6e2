import { defineRule } from '../../../rules/rule.ts';
import type { Patch } from '../../../fix/patch.ts';
import { fix, requireScheme } from '../fixes.ts';

export default defineRule({
  id: 'openapi/optional-operation-security',
  title: 'Operation accepts anonymous callers as an alternative',
  why: 'The empty requirement makes the credential optional: an attacker leaves the header out, and code that was written for signed-in callers runs without one.',
  remedy: 'Remove the empty requirement.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [306], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [
    '42crunch:v3-operation-securityrequirement-emptyscheme',
    'kics:74581e3b-1d55-4323-a139-5959a7b3abc5',
    'kics:baade968-7467-41e4-bf22-83ca222f5800',
    'vacuum:owasp-protection-global-unsafe-strict',
  ],
  concepts: ['operation-security-empty-requirement'],
  visits: 'openapi.operation',
  check(operation, report) {
    const own = operation.ownSecurity;
    if (own.state !== 'optional' || operation.publicReason !== undefined || operation.purpose !== undefined) return;
    const named = own.requirements.filter((it) => it.uses.length > 0);
    const empty = own.requirements.filter((it) => it.uses.length === 0);
    if (empty[0]) {
      report({
        at: own.view.anchor('key'),
        related: empty
          .filter(({ view }) => view !== own.view)
          .map(({ view }) => ({ message: 'asks for nothing', at: view.anchor('value') })),
        message: `${operation.label} has an empty security requirement beside or instead of a scheme, so it can be called without a credential. Remove the empty requirement.`,
        ...(operation.writes ? { severity: 'error' as const, reason: 'the operation changes data' } : {}),
        fixes:
          named.length > 0 && own.view.isList
            ? [
                fix(
                  'Remove the empty requirement',
                  'behaviour',
                  ...empty.map(({ view }): Patch => ({ op: 'remove', at: view.anchor() })),
                ),
              ]
            : requireScheme(operation.document, operation.view, 'on the operation', operation.writes),
      });
    }
  },
});
