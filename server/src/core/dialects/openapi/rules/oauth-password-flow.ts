import { defineRule } from '../../../rules/rule.ts';
import { reportRetiredFlow } from '../retired-flow.ts';

const declared = [
  '42crunch:v3-global-securityscheme-oauth2-ropg',
  'checkov:CKV_OPENAPI_11',
  'kics:3979b0a4-532c-4ea7-86e4-34c090eaa4f2',
  'kics:773116aa-2e6d-416f-bd85-f0301cc05d76',
];

export default defineRule({
  id: 'openapi/oauth-password-flow',
  title: 'OAuth 2 password grant is offered',
  why: "The client handles the user's password itself: no second factor is possible, and users learn to type passwords into any application. RFC 9700, section 2.4, forbids it.",
  remedy: 'Use the authorization code flow with PKCE, or client credentials between services.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [522], stride: ['S', 'I'], owasp: ['API2:2023'] },
  equivalents: [
    '42crunch:v3-global-securityscheme-oauth2-ropg',
    'checkov:CKV_OPENAPI_11',
    'kics:3979b0a4-532c-4ea7-86e4-34c090eaa4f2',
    'kics:773116aa-2e6d-416f-bd85-f0301cc05d76',
    '42crunch:v3-global-securityrequirement-oauth2-ropg',
    '42crunch:v3-operation-securityrequirement-oauth2-ropg',
    'checkov:CKV_OPENAPI_10',
    'checkov:CKV_OPENAPI_8',
    'kics:2da46be4-4317-4650-9285-56d7103c4f93',
    'kics:2e44e632-d617-43cb-b294-6bfe72a08938',
  ],
  concepts: ['oauth2-password-flow-defined', 'oauth2-password-flow-used'],
  visits: 'openapi.security-scheme',
  check(scheme, report) {
    const retired = {
      name: 'password',
      offer: "password grant: clients see the users' passwords",
      fault: 'whose clients see the passwords of the users',
      address: { key: 'authorizationUrl', example: 'https://login.example.com/authorize' },
      declared,
      used: this.equivalents.filter((it) => !declared.includes(it)),
    };
    reportRetiredFlow(scheme, retired, report);
  },
});
