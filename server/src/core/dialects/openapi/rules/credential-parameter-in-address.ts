import { defineRule, type Reporter } from '../../../rules/rule.ts';
import type { Anchor } from '../../../syntax/anchor.ts';
import { fix, setKey } from '../fixes.ts';
import type { Parameter } from '../parameter.ts';
import { hasPhrase, wordsOf } from '../words.ts';

const secrets = [
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'secret',
  'client secret',
  'token',
  'access token',
  'refresh token',
  'id token',
  'api key',
  'apikey',
  'authorization',
  'session id',
  'sessionid',
  'jwt',
  'private key',
  'credential',
  'credentials',
];

/** Names that hold such a word and are no secret. */
const harmless = [
  'page token',
  'next token',
  'next page token',
  'continuation token',
  'sync token',
  'cursor token',
  'csrf token',
  'xsrf token',
  'start token',
  'paging token',
  'token id',
  'token type',
  'token count',
  'tokens count',
  'max tokens',
  'api key id',
  'password id',
  'secret id',
  'secret name',
  'credential id',
  'token name',
  'change token',
  'list token',
  'pagination token',
];

export default defineRule({
  id: 'openapi/credential-parameter-in-address',
  title: 'Parameter in the address carries a secret',
  why: 'Passwords and tokens in an address are logged by every hop of a call, and kept in histories and referrers.',
  remedy: 'Send it in a header or in the body.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [598], stride: ['I'], owasp: ['API2:2023'] },
  equivalents: [
    'speakeasy:owasp-no-credentials-in-url',
    'specmatic:no-credentials-in-path-parameters',
    'spectral-owasp:owasp:api2:2023-no-credentials-in-url',
    'vacuum:owasp-no-credentials-in-url',
  ],
  concepts: ['credential-in-url-parameter'],
  visits: 'openapi.parameter',
  check(parameter, report) {
    for (const { name, at } of parameter.inAddress) judge(parameter, name, at, report);
  },
});

function judge(parameter: Parameter, name: string, at: Anchor, report: Reporter): void {
  const words = wordsOf(name);
  if (
    hasPhrase(words, harmless) ||
    !secrets.some((it) => it === words.join(' ') || words.join(' ').endsWith(` ${it}`) || it === words.join(''))
  )
    return;
  const oneTime = hasPhrase(
    [...words, ...parameter.operations.flatMap((it) => it.words)],
    [
      'reset',
      'confirm',
      'confirmation',
      'verify',
      'verification',
      'invite',
      'invitation',
      'unsubscribe',
      'activate',
      'activation',
    ],
  );
  const user = parameter.operations[0];
  const place = parameter.location === 'path' ? 'path' : 'query';
  report({
    at,
    message: `"${name}"${user ? ` of ${user.label}` : ''} carries a secret in the ${place}, where every hop logs it. Send it in a header or in the body.`,
    ...(oneTime ? { severity: 'warning' as const, reason: 'it looks like a code that is valid once' } : {}),
    fixes:
      parameter.location === 'query'
        ? [fix('Send it in a header', 'behaviour', setKey(parameter.view, 'in', 'header'))]
        : [],
  });
}
