import { defineRule } from '../../../rules/rule.ts';
import { encryptAddress } from '../fixes.ts';
import { cleartextOf } from '../transport.ts';

const token = [
  '42crunch:global-securityscheme-oauth2-application-clear',
  '42crunch:v3-global-securityrequirement-http-basic-clear',
  '42crunch:v3-operation-securityrequirement-http-bearer-clear',
  '42crunch:v3-operation-securityrequirement-http-unknown-clear',
  '42crunch:v3-operation-securityrequirement-oauth2-implicit-clear',
  '42crunch:v3_1-global-securityscheme-http-digest-clear',
];
const key = [
  'checkov:CKV_OPENAPI_20',
  'kics:281b8071-6226-4a43-911d-fec246d422c2',
  'kics:392599e4-a4e2-403d-bc56-3fe05755782d',
  'kics:533a0d13-6e89-4551-ae33-bce14e5849c1',
  'kics:70d3873e-d537-46e5-ac3b-4e48fbdd29b4',
  'kics:99733b39-6413-4ed8-8acf-dc7cdc9b4e51',
  'kics:9c238c97-1991-4c0b-9c7d-6c7912e1dc7c',
  'kics:aecee30b-8ea1-4776-a99c-d6d600f0862f',
  'kics:d90d4e40-44c1-4125-87a0-e072c3e195b5',
];

export default defineRule({
  id: 'openapi/credential-over-cleartext',
  title: 'Credential is required over an unencrypted channel',
  why: 'A key, token or password that is read on the way works for whoever read it.',
  remedy: 'Offer the operation over https only.',
  category: 'transport',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [319], stride: ['S', 'I'], owasp: ['API2:2023'] },
  equivalents: [
    'checkov:CKV_OPENAPI_20',
    'kics:281b8071-6226-4a43-911d-fec246d422c2',
    'kics:392599e4-a4e2-403d-bc56-3fe05755782d',
    'kics:533a0d13-6e89-4551-ae33-bce14e5849c1',
    'kics:70d3873e-d537-46e5-ac3b-4e48fbdd29b4',
    'kics:99733b39-6413-4ed8-8acf-dc7cdc9b4e51',
    'kics:9c238c97-1991-4c0b-9c7d-6c7912e1dc7c',
    'kics:aecee30b-8ea1-4776-a99c-d6d600f0862f',
    'kics:d90d4e40-44c1-4125-87a0-e072c3e195b5',
    '42crunch:global-securityscheme-oauth2-application-clear',
    '42crunch:v3-global-securityrequirement-http-basic-clear',
    '42crunch:v3-operation-securityrequirement-http-bearer-clear',
    '42crunch:v3-operation-securityrequirement-http-unknown-clear',
    '42crunch:v3-operation-securityrequirement-oauth2-implicit-clear',
    '42crunch:v3_1-global-securityscheme-http-digest-clear',
  ],
  concepts: ['api-key-over-cleartext', 'token-or-password-over-cleartext'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path') return;
    const [place] = cleartextOf(operation);
    if (!place) return;
    const uses = operation.security.requirements.flatMap((it) => it.uses);
    for (const use of uses) {
      const { scheme } = use;
      if (!scheme || scheme.kind === 'mutualTLS' || scheme.kind === 'other') continue;
      const isKey = scheme.kind === 'apiKey';
      const encrypt = encryptAddress(place.view);
      const what = isKey ? 'the API key' : scheme.kind === 'basic' ? 'the password' : 'the token';
      report({
        at: operation.at,
        message: `${operation.label} sends ${what} of "${use.name}" over ${place.protocol}: whoever reads it on the way can use it. Offer the operation over https only.`,
        equivalents: isKey ? key : token,
        related: [{ message: `Allows ${place.protocol}`, at: place.view.anchor('value') }],
        fixes: encrypt ? [encrypt] : [],
        group: {
          key: `${use.name} ${place.view.source.file} ${place.view.route.join('/')}`,
          acrossFiles: true,
          message: (n) =>
            `${n} operations send ${what} of "${use.name}" over ${place.protocol}, the first is ${operation.label}: whoever reads it on the way can use it. Offer https only.`,
        },
      });
    }
  },
});
