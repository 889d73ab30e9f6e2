import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { placesOf, relatedUses, useText } from '../scheme-use.ts';
import { closest } from '../words.ts';

/** The schemes of the IANA registry "HTTP Authentication Schemes", in lower case. */
const registered = [
  'basic',
  'bearer',
  'concealed',
  'digest',
  'dpop',
  'gnap',
  'hoba',
  'mutual',
  'negotiate',
  'oauth',
  'privatetoken',
  'scram-sha-1',
  'scram-sha-256',
  'vapid',
];

const faults: Readonly<Record<string, { readonly because: string; readonly equivalents: readonly string[] }>> = {
  digest: {
    because: 'Digest is usually MD5, can be guessed offline, and makes the service store passwords that it can recover',
    equivalents: [
      '42crunch:v3-global-securityscheme-http-digest',
      '42crunch:v3-operation-securityrequirement-http-digest',
      '42crunch:v3_1-global-securityscheme-http-digest-clear',
      'kics:a4247b11-890b-45df-bf42-350a7a3af9be',
      'specmatic:security-scheme-no-outdated-auth',
    ],
  },
  negotiate: {
    because: 'Negotiate may fall back to NTLM, which can be relayed, and ties the identity to the connection',
    equivalents: [
      'kics:f525cc92-9050-4c41-a75c-890dc6f64449',
      'speakeasy:owasp-auth-insecure-schemes',
      'speakeasy:owasp-no-http-basic',
      'specmatic:no-insecure-http-auth-schemes',
      'spectral-owasp:owasp:api2:2023-auth-insecure-schemes',
      'vacuum:owasp-auth-insecure-schemes',
      'vacuum:owasp-no-http-basic',
    ],
  },
  oauth1: {
    because:
      'OAuth 1.0 is obsolete, and its signatures are often checked wrongly (type oauth2 or scheme bearer may have been meant)',
    equivalents: [
      'kics:1bc3205c-0d60-44e6-84f3-44fbf4dac5b3',
      'speakeasy:owasp-auth-insecure-schemes',
      'specmatic:no-insecure-http-auth-schemes',
      'spectral-owasp:owasp:api2:2023-auth-insecure-schemes',
      'vacuum:owasp-auth-insecure-schemes',
    ],
  },
};

export default defineRule({
  id: 'openapi/weak-http-scheme',
  title: 'Outdated or unknown HTTP authentication scheme',
  why: 'Digest, Negotiate and OAuth 1.0 have known attacks; a scheme that no registry knows is skipped by gateways and generated clients, so the route may end up open.',
  remedy: 'Use a bearer token, OAuth 2 or OpenID Connect.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [327, 287, 477], stride: ['S'], owasp: ['API2:2023'] },
  equivalents: [
    '42crunch:v3-global-securityscheme-http-digest',
    '42crunch:v3-operation-securityrequirement-http-digest',
    '42crunch:v3_1-global-securityscheme-http-digest-clear',
    'kics:a4247b11-890b-45df-bf42-350a7a3af9be',
    'specmatic:security-scheme-no-outdated-auth',
    'kics:f525cc92-9050-4c41-a75c-890dc6f64449',
    'speakeasy:owasp-auth-insecure-schemes',
    'speakeasy:owasp-no-http-basic',
    'specmatic:no-insecure-http-auth-schemes',
    'spectral-owasp:owasp:api2:2023-auth-insecure-schemes',
    'vacuum:owasp-auth-insecure-schemes',
    'vacuum:owasp-no-http-basic',
    'kics:1bc3205c-0d60-44e6-84f3-44fbf4dac5b3',
    '42crunch:v3-operation-securityrequirement-http-unknown-clear',
    'kics:06764426-3c56-407e-981f-caa25db1c149',
  ],
  concepts: ['http-digest-scheme', 'http-negotiate-scheme', 'oauth1-scheme', 'unregistered-http-auth-scheme'],
  visits: 'openapi.security-scheme',
  check(scheme, report) {
    if (scheme.document.is2 || scheme.view.textAt('type')?.toLowerCase() !== 'http') return;
    const value = scheme.view.get('scheme');
    const name = value.text?.toLowerCase();
    const fault = Object.hasOwn(faults, scheme.kind) ? faults[scheme.kind] : undefined;
    const places = placesOf(scheme);
    const common = {
      at: value.exists ? value.anchor('value') : scheme.entry.anchor('key'),
      related: relatedUses(places),
    };
    if (fault) {
      report({
        ...common,
        message: `"${scheme.name}" offers a weak scheme: ${fault.because}; ${useText(places)}. Use a bearer token or OAuth 2.`,
        equivalents: fault.equivalents,
        fixes: [fix('Use a bearer token instead', 'behaviour', setKey(scheme.view, 'scheme', 'bearer'))],
      });
      return;
    }
    if (name !== undefined ? registered.includes(name) : !value.missing && !value.isNull) return;
    const better = name === undefined ? 'bearer' : closest(name, registered);
    const aws = name?.startsWith('aws4-') === true;
    report({
      ...common,
      message: `"${scheme.name}" has ${name === undefined ? 'no scheme' : `the scheme "${value.text}", which is not registered`}: gateways and generated clients skip it.${better === undefined ? '' : ` Did you mean "${better}"?`}`,
      equivalents: [
        '42crunch:v3-operation-securityrequirement-http-unknown-clear',
        'kics:06764426-3c56-407e-981f-caa25db1c149',
      ],
      ...(aws ? { severity: 'hint' as const, reason: 'AWS signatures are not registered but widespread' } : {}),
      fixes: better === undefined ? [] : [fix(`Use ${better}`, 'behaviour', setKey(scheme.view, 'scheme', better))],
    });
  },
});
