import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../fixes.ts';
import { cleartextSchemes } from '../transport.ts';

export default defineRule({
  id: 'openapi/cleartext-scheme',
  title: 'Swagger 2.0 document allows an unencrypted protocol',
  why: 'With http in the list, beside https or alone, clients may choose it, and credentials travel where everyone can read them.',
  remedy: 'Leave https and wss in the list, nothing else.',
  category: 'transport',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [319], stride: ['I', 'T'], owasp: ['API8:2023'] },
  equivalents: [
    '42crunch:operation-http-clear',
    'checkov:CKV_OPENAPI_18',
    'kics:a46928f1-43d7-4671-94e0-2dd99746f389',
    'kics:f30ee711-0082-4480-85ab-31d922d9a2b2',
    'spectral-owasp:owasp:api8:2023-no-scheme-http',
    'checkov:CKV_OPENAPI_7',
    'kics:a6847dc6-f4ea-45ac-a81f-93291ae6c573',
  ],
  concepts: ['swagger-scheme-cleartext', 'operation-scheme-cleartext'],
  visits: ['openapi.document', 'openapi.operation'],
  check(noun, report) {
    const operation = 'document' in noun ? noun : undefined;
    const document = 'document' in noun ? noun.document : noun;
    if (!document.is2) return;
    const list = noun.view.get('schemes');
    const places = cleartextSchemes(document, list);
    const [first] = places;
    if (!first) return;
    const names = [...new Set(places.map((it) => it.protocol))].join(' and ');
    report({
      at: first.view.anchor('value'),
      message: `${operation ? operation.label : `"${document.title}"`} may be called over ${names}, which anyone on the way can read and change. Allow https only.`,
      equivalents: operation
        ? [
            '42crunch:operation-http-clear',
            'checkov:CKV_OPENAPI_7',
            'kics:a46928f1-43d7-4671-94e0-2dd99746f389',
            'kics:a6847dc6-f4ea-45ac-a81f-93291ae6c573',
          ]
        : [
            '42crunch:operation-http-clear',
            'checkov:CKV_OPENAPI_18',
            'kics:a46928f1-43d7-4671-94e0-2dd99746f389',
            'kics:f30ee711-0082-4480-85ab-31d922d9a2b2',
            'spectral-owasp:owasp:api8:2023-no-scheme-http',
          ],
      fixes: [keepEncrypted(list)],
    });
  },
});

function keepEncrypted(list: View): ReturnType<typeof fix> {
  const kept = list.items.flatMap((it) => (it.text === 'https' || it.text === 'wss' ? [it.text] : []));
  const webSocket = list.items.some((it) => it.text === 'ws') && !kept.includes('wss');
  const value = [...(kept.includes('https') ? [] : ['https']), ...kept, ...(webSocket ? ['wss'] : [])];
  return fix('Allow https only', 'behaviour', { op: 'set', at: list.anchor(), value });
}
