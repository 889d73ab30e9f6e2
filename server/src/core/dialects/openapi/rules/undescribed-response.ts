import { defineRule } from '../../../rules/rule.ts';
import { problemContent } from '../error-responses.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/undescribed-response',
  title: 'Response body is not described',
  why: 'A body without a schema can neither be filtered nor tested, so internal fields leak unnoticed.',
  remedy: 'Give the response a schema.',
  category: 'data-protection',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [200, 209], stride: ['I'], owasp: ['API3:2023', 'API8:2023'] },
  equivalents: [
    '42crunch:response-schema-undefined',
    '42crunch:v3-mediatype-response-schema-undefined',
    '42crunch:v3-response-schema-undefined',
    'ibm:ibm-content-contains-schema',
    'kics:31afbcb7-70e0-48bb-a31a-3374f95cf859',
    'kics:a92be1d5-d762-484a-86d6-8cd0907ba100',
    'speakeasy:owasp-define-error-responses-401',
    'speakeasy:owasp-define-error-responses-429',
    'speakeasy:owasp-define-error-responses-500',
    'spectral-owasp:owasp:api4:2023-rate-limit-responses-429',
    'spectral-owasp:owasp:api8:2023-define-error-responses-401',
    'spectral-owasp:owasp:api8:2023-define-error-responses-500',
    'vacuum:owasp-define-error-responses-401',
    'vacuum:owasp-define-error-responses-429',
    'vacuum:owasp-define-error-responses-500',
  ],
  concepts: ['response-without-schema', 'error-response-without-schema'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || operation.method === 'head' || operation.method === 'options') return;
    for (const { status, response } of operation.responses) {
      // Some answers have no body (RFC 9110): informational, 204, 205, 304; redirects and acceptances often have none.
      if (!response || /^(?:1|3)|^(?:202|204|205)$/.test(status)) continue;
      const { view, document } = response;
      const body = view.get(document.is2 ? 'schema' : 'content');
      const described = document.is2 ? body.exists : response.contents.length > 0;
      if (described || (!body.missing && !body.isNull && !body.isMap) || view.inherited) continue;
      const error = !status.startsWith('2');
      report({
        at: body.exists ? body.anchor('key') : view.anchor('key'),
        message: `The ${status} response of ${operation.label} does not describe its body. Give it a schema.`,
        equivalents: error
          ? [
              ...new Set([
                '42crunch:response-schema-undefined',
                '42crunch:v3-mediatype-response-schema-undefined',
                '42crunch:v3-response-schema-undefined',
                'ibm:ibm-content-contains-schema',
                'kics:31afbcb7-70e0-48bb-a31a-3374f95cf859',
                'kics:a92be1d5-d762-484a-86d6-8cd0907ba100',
                ...errorIds(status),
              ]),
            ]
          : [
              '42crunch:response-schema-undefined',
              '42crunch:v3-mediatype-response-schema-undefined',
              '42crunch:v3-response-schema-undefined',
              'ibm:ibm-content-contains-schema',
              'kics:31afbcb7-70e0-48bb-a31a-3374f95cf859',
              'kics:a92be1d5-d762-484a-86d6-8cd0907ba100',
            ],
        fixes:
          error && !document.is2
            ? [fix('Describe it as problem+json', 'behaviour', setKey(view, 'content', problemContent))]
            : [],
        group: {
          key: error ? 'error' : 'success',
          acrossFiles: true,
          message: (n) =>
            `${n} ${error ? 'error' : 'success'} responses do not describe their bodies, the first is the ${status} of ${operation.label}.`,
        },
      });
    }
  },
});

function errorIds(status: string): readonly string[] {
  const known = [
    'speakeasy:owasp-define-error-responses-401',
    'speakeasy:owasp-define-error-responses-429',
    'speakeasy:owasp-define-error-responses-500',
    'spectral-owasp:owasp:api4:2023-rate-limit-responses-429',
    'spectral-owasp:owasp:api8:2023-define-error-responses-401',
    'spectral-owasp:owasp:api8:2023-define-error-responses-500',
    'vacuum:owasp-define-error-responses-401',
    'vacuum:owasp-define-error-responses-429',
    'vacuum:owasp-define-error-responses-500',
  ];
  return known.filter((it) => it.endsWith(status));
}
