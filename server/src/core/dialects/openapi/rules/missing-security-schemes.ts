import { defineRule } from '../../../rules/rule.ts';
import { declareScheme } from '../fixes.ts';
import { count } from '../words.ts';

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
    const absent = section.missing || section.isNull || (section.isMap && document.schemeEntries.length === 0);
    if (!absent || !document.schemesKnown || document.isLibrary) return;
    const served = document.served.filter((it) => it.publicReason === undefined);
    if (document.served.length > 0 && served.length === 0) return;
    const holder = document.is2 ? document.view : document.view.get('components');
    const at = section.exists
      ? section.anchor('key')
      : holder.isMap && holder !== document.view
        ? holder.anchor('key')
        : document.at;
    report({
      at,
      message: `"${document.title}" declares no security scheme, so ${count(document.operations.length, 'operation')} can be called without a credential. Declare the scheme that the service checks and require it.`,
      ...(document.operations.length === 0
        ? { severity: 'info' as const, reason: 'the document has no operation yet' }
        : {}),
      fixes: document.security.state === 'missing' ? declareScheme(document) : [],
    });
  },
});
