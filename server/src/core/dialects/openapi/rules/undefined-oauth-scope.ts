import { defineRule } from '../../../rules/rule.ts';
import type { Patch } from '../../../fix/patch.ts';
import { fix, setKey } from '../fixes.ts';
import { closest } from '../words.ts';

export default defineRule({
  id: 'openapi/undefined-oauth-scope',
  title: 'Requirement asks for a scope that the scheme does not declare',
  why: 'Authorization servers drop or grant scopes that they do not know, so the intended check of privileges never happens.',
  remedy: 'Use a declared scope, or add this one to the scheme.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [863], stride: ['E'], owasp: ['API5:2023'] },
  equivalents: [
    '42crunch:v3-global-securityrequirement-oauth2-scope-unreferenced',
    'checkov:CKV_OPENAPI_19',
    'checkov:CKV_OPENAPI_9',
    'kics:23a9e2d9-8738-4556-a71c-2802b6ffa022',
    'kics:3847280c-9193-40bc-8009-76168e822ce2',
    'kics:462d6a1d-fed9-4d75-bb9e-3de902f35e6e',
    'kics:9aa6e95c-d964-4239-a3a8-9f37a3c5a31f',
    'redocly:security-scopes-defined',
    'spectral:oas2-operation-security-defined',
    'spectral:oas3-operation-security-defined',
    'zally:104/checkUsedScopesAreSpecified',
    'zally:105/checkOperationsAreScoped',
  ],
  concepts: ['undefined-oauth-scope'],
  visits: ['openapi.document', 'openapi.operation'],
  check(noun, report) {
    const security = 'document' in noun ? noun.ownSecurity : noun.security;
    const whose = 'document' in noun ? noun.label : 'The root security';
    for (const { uses } of security.requirements) {
      for (const { scheme, view } of uses) {
        if (
          scheme?.kind !== 'oauth2' ||
          scheme.flows.some((it) => !it.scopes.isMap && !it.scopes.missing && !it.scopes.isNull)
        )
          continue;
        const { scopes } = scheme;
        const unknown = view.items.filter((it) => it.text !== undefined && !scopes.has(it.text));
        const names = unknown.flatMap((it) => it.text ?? []);
        if (names.length === 0) continue;
        const better = names.map((name) => closest(name, scopes));
        const meant = better.every((it) => it !== undefined) ? better.map((it) => `"${it}"`).join(' and ') : undefined;
        const flow = scheme.flows[0];
        const one = names.length === 1;
        // The requirement of one scheme is one decision, however many of its scopes are unknown.
        report({
          at: view.anchor('key'),
          message: `${whose} asks for the scope${one ? '' : 's'} ${names.map((it) => `"${it}"`).join(', ')}, which "${scheme.name}" does not declare.${meant === undefined ? ` Add ${one ? 'it' : 'them'} to the scheme.` : ` Did you mean ${meant}?`}`,
          fixes: [
            ...(meant === undefined
              ? []
              : [
                  fix(
                    `Ask for ${better.join(' and ')}`,
                    'behaviour',
                    ...unknown.map((it, index): Patch => ({ op: 'set', at: it.anchor(), value: better[index] ?? '' })),
                  ),
                ]),
            ...(flow && !flow.view.has('$ref') && !flow.view.parent?.has('$ref')
              ? [
                  fix(
                    `Declare the scope${one ? '' : 's'} ${names.join(', ')}`,
                    'behaviour',
                    ...[...new Set(names)].map((name) => setKey(flow.scopes, name, '')),
                  ),
                ]
              : []),
          ],
        });
      }
    }
  },
});
