import { defineRule } from '../../../rules/rule.ts';
import { declareScheme } from '../fixes.ts';
import { count } from '../words.ts';

/** What the one finding answers besides its own question, where the cause is the same: nothing is declared at all. */
const ofDefault = [
  '42crunch:global-security',
  'checkov:CKV_OPENAPI_4',
  'kics:74703c89-0ea2-49ab-a7db-bf04f19f5a57',
  'kics:8af270ce-298b-4405-9922-82a10aee7a4f',
];
const ofWrites = [
  'checkov:CKV_OPENAPI_5',
  'speakeasy:owasp-protection-global-unsafe',
  'speakeasy:owasp-protection-global-unsafe-strict',
  'spectral-owasp:owasp:api2:2023-write-restricted',
  'vacuum:owasp-protection-global-unsafe',
  'vacuum:owasp-protection-global-unsafe-strict',
];
const ofReads = [
  'speakeasy:owasp-protection-global-safe',
  'spectral-owasp:owasp:api2:2023-read-restricted',
  'vacuum:owasp-protection-global-safe',
];
const ofAll = [
  '42crunch:operation-security',
  'checkov:CKV_OPENAPI_5',
  'kics:586abcee-9653-462d-ad7b-2638a32bd6e6',
  'kics:96729c6b-7400-4d9e-9807-17f00cdde4d2',
  'redocly:security-defined',
  'zally:105/checkOperationsAreScoped',
];

export default defineRule({
  id: 'openapi/missing-security-schemes',
  title: 'The contract knows no way to authenticate a caller',
  why: 'Gateways and generated servers enforce what the contract says. Without a scheme there is nothing to enforce, and every route is open to anyone who can reach it.',
  remedy: 'Declare the scheme that the service checks, and require it for the whole document.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [
    'checkov:CKV_OPENAPI_1',
    'kics:8db5544e-4874-4baa-9322-e9f75a2d219e',
    'kics:e3f026e8-fdb4-4d5a-bcfd-bd94452073fe',
    'zally:104/checkHasValidSecuritySchemes',
  ],
  concepts: ['no-security-scheme-defined'],
  visits: 'openapi.document',
  check(document, report) {
    const section = document.section('securitySchemes');
    if (!document.declaresNoScheme) return;
    const served = document.served.filter((it) => it.publicReason === undefined);
    if (document.served.length > 0 && served.length === 0) return;
    const holder = document.is2 ? document.view : document.view.get('components');
    const at = section.exists
      ? section.anchor('key')
      : holder.isMap && holder !== document.view
        ? holder.anchor('key')
        : document.at;
    const open = served.filter((it) => it.purpose === undefined && it.security.state === 'missing');
    const answered = [
      ...this.equivalents,
      ...(document.security.state === 'missing' && served.length > 0 ? ofDefault : []),
      ...(open.length > 0 ? ofAll : []),
      ...(open.some((it) => it.writes) ? ofWrites : []),
      ...(open.some((it) => !it.writes) ? ofReads : []),
    ];
    report({
      at,
      message:
        document.operations.length === 0
          ? `"${document.title}" declares no security scheme yet: whatever it comes to offer could be called without a credential. Declare the scheme that the service checks and require it.`
          : `"${document.title}" declares no security scheme, so ${count(document.operations.length, 'operation')} can be called without a credential. Declare the scheme that the service checks and require it.`,
      ...(document.operations.length === 0
        ? { severity: 'info' as const, reason: 'the document has no operation yet' }
        : {}),
      equivalents: [...new Set(answered)],
      related: open.slice(0, 20).map((it) => ({ message: `${it.label} asks for no credential`, at: it.at })),
      fixes: document.security.state === 'missing' ? declareScheme(document) : [],
    });
  },
});
