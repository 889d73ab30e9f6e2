import { defineRule } from '../../../rules/rule.ts';
import { addResponse } from '../error-responses.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/missing-denial-response',
  title: 'Protected operation does not document that access is denied',
  why: 'If the contract has no "who are you" (401) and no "you may not" (403), the answers are made up ad hoc, and the check behind them was probably never designed.',
  remedy: 'Document 401, and 403 where not every caller may do everything.',
  category: 'contract',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [755], stride: ['I'], owasp: ['API8:2023', 'API5:2023'] },
  equivalents: [
    '42crunch:response-401',
    '42crunch:v3-response-401',
    'kics:6c35d2c6-09f2-4e5c-a094-e0e91327071d',
    'kics:6e96ed39-bf45-4089-99ba-f1fe7cf6966f',
    'speakeasy:owasp-define-error-responses-401',
    'spectral-owasp:owasp:api8:2023-define-error-responses-401',
    'vacuum:owasp-define-error-responses-401',
    '42crunch:response-403',
    '42crunch:v3-response-403',
  ],
  concepts: ['response-401-missing', 'response-403-missing'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || operation.method === 'head' || operation.publicReason !== undefined) return;
    const { state } = operation.security;
    // An explicit opt-out, and what can ask for no credential, has nobody to refuse.
    if ((state !== 'required' && state !== 'missing') || (state === 'missing' && operation.purpose !== undefined))
      return;
    if (!operation.view.get('responses').isMap) return;
    const absent = ['401', '403'].filter((it) => !operation.answers(it));
    // Each of the two is enough where the other is hidden on purpose; 404 may stand for 403.
    if (!absent.includes('401') && (!absent.includes('403') || operation.answers('404'))) return;
    const codes = absent.join(' and ');
    const narrowed = absent.flatMap((it) =>
      it === '401'
        ? [
            '42crunch:response-401',
            '42crunch:v3-response-401',
            'kics:6c35d2c6-09f2-4e5c-a094-e0e91327071d',
            'kics:6e96ed39-bf45-4089-99ba-f1fe7cf6966f',
            'speakeasy:owasp-define-error-responses-401',
            'spectral-owasp:owasp:api8:2023-define-error-responses-401',
            'vacuum:owasp-define-error-responses-401',
          ]
        : [
            '42crunch:response-403',
            '42crunch:v3-response-403',
            'kics:6c35d2c6-09f2-4e5c-a094-e0e91327071d',
            'kics:6e96ed39-bf45-4089-99ba-f1fe7cf6966f',
          ],
    );
    report({
      at: operation.view.get('responses').anchor('key'),
      message: `${operation.label} ${state === 'required' ? 'requires a credential but' : 'neither requires a credential nor'} documents ${state === 'required' ? 'no ' : ''}${codes}. Add what callers get when it is missing or not enough.`,
      equivalents: [...new Set(narrowed)],
      fixes: [
        fix('Document how access is denied', 'safe', ...absent.flatMap((it) => addResponse(operation, it).patches)),
      ],
      group: {
        key: 'denial',
        acrossFiles: true,
        message: (n) =>
          `${n} operations do not document how access is denied (401, 403), the first is ${operation.label}.`,
      },
    });
  },
});
