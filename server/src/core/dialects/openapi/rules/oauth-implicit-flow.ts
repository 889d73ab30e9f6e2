import { defineRule } from '../../../rules/rule.ts';
import { reportRetiredFlow } from '../retired-flow.ts';

const declared = [
  '42crunch:v3_1-global-securityscheme-oauth2-implicit',
  '42crunch:v3_1-global-securityscheme-oauth2-implicit-clear',
  'apimatic:no-oauth2-implicit-flow-usage',
  'checkov:CKV_OPENAPI_12',
  'kics:39cb32f2-3a42-4af0-8037-82a7a9654b6c',
  'kics:4a1f3d75-ab73-41b2-83e7-06a93dc3a75a',
  'kics:e9817ad8-a8c9-4038-8a2f-db0e6e7b284b',
];

export default defineRule({
  id: 'openapi/oauth-implicit-flow',
  title: 'OAuth 2 implicit grant is offered',
  why: 'The token comes back in the address of a redirect and leaks through browser history, referrers and injected scripts. RFC 9700, section 2.1.2, tells clients not to use it.',
  remedy: 'Use the authorization code flow with PKCE.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [522], stride: ['S', 'I'], owasp: ['API2:2023'] },
  equivalents: [
    '42crunch:v3_1-global-securityscheme-oauth2-implicit',
    '42crunch:v3_1-global-securityscheme-oauth2-implicit-clear',
    'apimatic:no-oauth2-implicit-flow-usage',
    'checkov:CKV_OPENAPI_12',
    'kics:39cb32f2-3a42-4af0-8037-82a7a9654b6c',
    'kics:4a1f3d75-ab73-41b2-83e7-06a93dc3a75a',
    'kics:e9817ad8-a8c9-4038-8a2f-db0e6e7b284b',
    '42crunch:v3-operation-securityrequirement-oauth2-implicit',
    '42crunch:v3-operation-securityrequirement-oauth2-implicit-clear',
    'checkov:CKV_OPENAPI_14',
    'kics:f42dfe7e-787d-4478-a75e-a5f3d8a2269e',
  ],
  concepts: ['oauth2-implicit-flow-defined', 'oauth2-implicit-flow-used'],
  visits: 'openapi.security-scheme',
  check(scheme, report) {
    const retired = {
      name: 'implicit',
      offer: 'implicit grant, whose tokens leak through addresses',
      fault: 'whose tokens leak through addresses',
      address: { key: 'tokenUrl', example: 'https://login.example.com/token' },
      declared,
      used: this.equivalents.filter((it) => !declared.includes(it)),
    };
    reportRetiredFlow(scheme, retired, report);
  },
});
