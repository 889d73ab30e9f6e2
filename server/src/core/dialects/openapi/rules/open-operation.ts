import { defineRule } from '../../../rules/rule.ts';
import { requireScheme } from '../fixes.ts';

export default defineRule({
  id: 'openapi/open-operation',
  title: 'Operation can be called without a credential',
  why: 'Nothing in the contract makes the gateway or the service ask who is calling, so anyone who can reach the service can call the operation.',
  remedy: 'Require a declared scheme on the operation, or by default for the whole document.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306], stride: ['S', 'E', 'T', 'I'], owasp: ['API2:2023'] },
  equivalents: [
    '42crunch:operation-security',
    'checkov:CKV_OPENAPI_5',
    'kics:586abcee-9653-462d-ad7b-2638a32bd6e6',
    'kics:96729c6b-7400-4d9e-9807-17f00cdde4d2',
    'redocly:security-defined',
    'zally:105/checkOperationsAreScoped',
    'speakeasy:owasp-protection-global-unsafe',
    'speakeasy:owasp-protection-global-unsafe-strict',
    'spectral-owasp:owasp:api2:2023-write-restricted',
    'vacuum:owasp-protection-global-unsafe',
    'vacuum:owasp-protection-global-unsafe-strict',
    'speakeasy:owasp-protection-global-safe',
    'spectral-owasp:owasp:api2:2023-read-restricted',
    'vacuum:owasp-protection-global-safe',
  ],
  concepts: ['operation-without-security', 'write-operation-without-security', 'read-operation-without-security'],
  visits: 'openapi.operation',
  check(operation, report, { options }) {
    if (operation.kind !== 'path' || operation.purpose !== undefined || operation.publicReason !== undefined) return;
    if (options.publicOperations.some((it) => it.match === operation.path || it.match === operation.id)) return;
    const { security, document } = operation;
    // The cause is told at the document then; the operations that it concerns are shown in their places, calmly.
    const noScheme = document.declaresNoScheme && security.state === 'missing';
    // An empty list on the operation itself is a decision of its own: see disabled-security.
    if (operation.ownSecurity.state !== 'missing' || (security.state !== 'missing' && security.state !== 'none'))
      return;
    const kind = operation.writes ? 'write' : 'read';
    const what = operation.writes ? 'change data' : 'read data';
    report({
      at: operation.at,
      message: `${operation.label} asks for no credential: anyone who reaches the service can ${what} with it. Require a scheme here or by default.`,
      equivalents: operation.writes
        ? [
            '42crunch:operation-security',
            'checkov:CKV_OPENAPI_5',
            'kics:586abcee-9653-462d-ad7b-2638a32bd6e6',
            'kics:96729c6b-7400-4d9e-9807-17f00cdde4d2',
            'redocly:security-defined',
            'zally:105/checkOperationsAreScoped',
          ].concat([
            'checkov:CKV_OPENAPI_5',
            'speakeasy:owasp-protection-global-unsafe',
            'speakeasy:owasp-protection-global-unsafe-strict',
            'spectral-owasp:owasp:api2:2023-write-restricted',
            'vacuum:owasp-protection-global-unsafe',
            'vacuum:owasp-protection-global-unsafe-strict',
          ])
        : [
            '42crunch:operation-security',
            'checkov:CKV_OPENAPI_5',
            'kics:586abcee-9653-462d-ad7b-2638a32bd6e6',
            'kics:96729c6b-7400-4d9e-9807-17f00cdde4d2',
            'redocly:security-defined',
            'zally:105/checkOperationsAreScoped',
          ].concat([
            'speakeasy:owasp-protection-global-safe',
            'spectral-owasp:owasp:api2:2023-read-restricted',
            'vacuum:owasp-protection-global-safe',
          ]),
      ...(noScheme
        ? { severity: 'hint' as const, reason: 'the document declares no scheme at all, which is reported there' }
        : operation.writes
          ? {}
          : { severity: 'warning' as const, reason: 'the operation only reads' }),
      fixes: noScheme ? [] : requireScheme(document, operation.view, 'on the operation', operation.writes),
      group: {
        key: noScheme ? 'no scheme' : kind,
        from: 4,
        acrossFiles: true,
        message: (n) =>
          `${n} operations${noScheme ? '' : ` that ${what}`} ask for no credential, the first is ${operation.label}. Require a scheme by default, and mark those that are public on purpose.`,
      },
    });
  },
});
