import { defineRule } from '../../../rules/rule.ts';
import { blank } from '../../../fix/patch.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/missing-cors-header',
  title: 'Responses do not say which web origins may read them',
  why: 'A policy that nobody states is often answered by a permissive default of the gateway.',
  remedy: 'Declare Access-Control-Allow-Origin, if browsers call the API.',
  category: 'exposure',
  severity: 'hint',
  status: 'nursery',
  refs: { cwe: [942], stride: ['I'], owasp: ['API8:2023'] },
  equivalents: ['spectral-owasp:owasp:api8:2023-define-cors-origin'],
  concepts: ['cors-header-missing'],
  visits: 'openapi.response',
  check(response, report) {
    if (response.headers.size === 0 || response.headers.has('access-control-allow-origin')) return;
    // Browsers outside never meet an internal API, nor one that asks its callers for certificates.
    const { view, schemes } = response.document;
    if (view.booleanAt('x-internal') === true || [...schemes.values()].some((it) => it.kind === 'mutualTLS')) return;
    if (report.counts?.('cors')) return;
    const headers = response.view.get('headers');
    const origins = { type: 'string', enum: [blank('https://app.mycompany.com')] };
    report({
      at: headers.anchor('key'),
      message:
        'These headers do not include Access-Control-Allow-Origin. State which web origins may read the answer, if browsers call the API.',
      fixes: [
        fix(
          'Declare the header',
          'needs-value',
          setKey(headers, 'Access-Control-Allow-Origin', response.document.is2 ? origins : { schema: origins }),
        ),
      ],
      group: {
        key: 'cors',
        acrossFiles: true,
        message: (n) =>
          `${n} responses declare headers but no Access-Control-Allow-Origin. State which web origins may read them, if browsers call the API.`,
      },
    });
  },
});
