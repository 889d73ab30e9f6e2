import { defineRule } from '../../../rules/rule.ts';
import type { OpenApiDocument } from '../document.ts';
import { blank, type Fix } from '../../../fix/patch.ts';
import { fix, keepPublic, setKey } from '../fixes.ts';
import type { Operation } from '../operation.ts';
import type { Requirement } from '../security.ts';
import { closest } from '../words.ts';

export default defineRule({
  id: 'openapi/undefined-security-scheme',
  title: 'Security requirement names a scheme that is not declared',
  why: 'Tools drop names that they do not know, so a typing error quietly makes a protected route public.',
  remedy: 'Use the name of a declared scheme, or declare this one.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [1188], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [
    'checkov:CKV_OPENAPI_6',
    'checkov:CKV_OPENAPI_9',
    'kics:20a482d5-c5d9-4a7a-b7a4-60d0805047b4',
    'kics:a599b0d1-ff89-4cb8-9ece-9951854c06f6',
    'kics:ab1263c2-81df-46f0-9f2c-0b62fdb68419',
    'redocly:security-defined',
    'spectral:oas2-operation-security-defined',
    'spectral:oas3-operation-security-defined',
    'vacuum:oas2-operation-security-defined',
    'vacuum:oas3-operation-security-defined',
    'zally:105/checkOperationsAreScoped',
  ],
  concepts: ['undefined-security-scheme-reference'],
  visits: ['openapi.document', 'openapi.operation'],
  check(noun, report) {
    const document = 'document' in noun ? noun.document : noun;
    if (!document.schemesKnown) return;
    const security = 'document' in noun ? noun.ownSecurity : noun.security;
    for (const requirement of security.requirements)
      checkRequirement(requirement, document, 'document' in noun ? noun : undefined);

    function checkRequirement(
      { view, uses }: Requirement,
      of: OpenApiDocument,
      operation: Operation | undefined,
    ): void {
      for (const use of uses) {
        // 3.2 allows the address of a scheme in place of its name.
        if (use.scheme || (of.version === '3.2' && /[:/#]/.test(use.name))) continue;
        const better = closest(use.name, of.schemes.keys());
        const whose = operation ? operation.label : 'The root security';
        report({
          at: view.get(use.name).anchor('key'),
          message: `${whose} requires "${use.name}", which is no declared scheme: tools ignore it and let everybody in.${better === undefined ? ' Declare it.' : ` Did you mean "${better}"?`}`,
          fixes:
            better === undefined
              ? of.section('securitySchemes').isList
                ? []
                : [declare(of, use.name, view.get(use.name).items.length > 0)]
              : [fix(`Require ${better}`, 'behaviour', { op: 'rename', at: view.get(use.name).anchor(), key: better })],
        });
      }
    }
  },
});

/** As a token; one with scopes as OpenID Connect, since a bearer token has none (OpenAPI 3.0, "Security Requirement"). */
function declare(document: OpenApiDocument, name: string, scoped: boolean): Fix {
  const at = document.view.at(...document.sectionRoute('securitySchemes'), name).anchor();
  // The first scheme of a document makes it one with schemes: then new operations need a default, too.
  const first = document.schemes.size === 0 && document.security.state === 'missing' && !scoped;
  const byDefault = first ? [setKey(document.view, 'security', [{ [name]: [] }]), ...keepPublic(document)] : [];
  if (scoped && !document.is2)
    return fix(`Declare ${name} as OpenID Connect`, 'needs-value', {
      op: 'set',
      at,
      value: {
        type: 'openIdConnect',
        openIdConnectUrl: blank('https://login.example.com/.well-known/openid-configuration'),
      },
    });
  const bearer = { type: 'http', scheme: 'bearer' };
  const key = { type: 'apiKey', name: 'Authorization', in: 'header' };
  return fix(
    `Declare ${name} as a bearer token${first ? ', and require it by default' : ''}`,
    'behaviour',
    { op: 'set', at, value: document.is2 ? key : bearer },
    ...byDefault,
  );
}
