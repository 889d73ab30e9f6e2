import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { hasPhrase, wordsOf } from '../words.ts';

const secrets = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'secret',
  'client secret',
  'private key',
  'api key',
  'apikey',
  'access token',
  'refresh token',
  'auth token',
  'ssn',
  'social security number',
  'tax id',
  'card number',
  'pan',
  'cvv',
  'cvc',
  'pin',
  'iban',
  'security answer',
  'otp',
  'salt',
  'password hash',
  'secret key',
]);
const issuing = [
  'token',
  'tokens',
  'login',
  'signin',
  'auth',
  'oauth',
  'key',
  'keys',
  'credential',
  'credentials',
  'secret',
  'secrets',
  'password',
  'otp',
  'register',
  'signup',
  'session',
  'sessions',
  'rotate',
  'mfa',
  'kubeconfig',
];

/** What has one of these types tells of a secret; it is none. */
const tellers = ['boolean', 'object', 'array'];

/** The words of the longest name of a secret. */
const mostWords = 3;

function isNameOfSecret(words: readonly string[]): boolean {
  if (words.length === 0 || ['public', 'has', 'is', 'masked', 'encrypted'].includes(words[0] ?? '')) return false;
  let end = '';
  for (let i = words.length - 1; i >= 0 && i >= words.length - mostWords; i--) {
    end = end === '' ? (words[i] ?? '') : `${words[i]} ${end}`;
    if (secrets.has(end)) return true;
  }
  return false;
}

export default defineRule({
  id: 'openapi/secret-in-response',
  title: 'Secret or regulated field is returned to the caller',
  why: 'Passwords, keys and card numbers in answers leak through logs, caches and front ends.',
  remedy: 'Mark the property writeOnly, and do not answer it.',
  category: 'data-protection',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [200], stride: ['I'], owasp: ['API3:2023'] },
  equivalents: ['azure:XMSSecretInResponse'],
  concepts: ['sensitive-property-in-response'],
  visits: 'openapi.schema',
  looksAt: ({ keys, types }) => !keys.has('enum') && !types.some((it) => tellers.includes(it)),
  check(schema, report) {
    if (!schema.roles.has('response') || schema.owners.size === 0) return;
    const { view, document } = schema;
    const isSecret = isNameOfSecret(wordsOf(schema.name ?? '')) || view.textAt('format') === 'password';
    if (!isSecret || view.booleanAt('writeOnly') === true || view.has('enum')) return;
    // What says whether there is one, when it changed or how it ends is not the secret.
    if (
      tellers.some((it) => schema.is(it)) ||
      ['date', 'date-time'].includes(view.textAt('format') ?? '') ||
      view.textAt('pattern')?.includes('*{') ||
      view.textAt('pattern')?.includes('\\*')
    )
      return;
    const user = schema.roles.get('response');
    // Where keys and tokens are issued they have to be answered once.
    if (
      user &&
      hasPhrase([...user.words, ...user.view.get('tags').items.flatMap((it) => wordsOf(it.text ?? ''))], issuing)
    )
      return;
    const issued = view.booleanAt('readOnly') === true;
    report({
      at: view.anchor('key'),
      message: `${schema.label} is answered by ${user?.label ?? 'an operation'}: a secret that leaves the service ends up in logs and caches.`,
      // What only the service writes cannot be marked as what only callers write.
      fixes: document.is2 || issued ? [] : [fix('Mark it writeOnly', 'behaviour', setKey(view, 'writeOnly', true))],
      group: {
        key: issued ? 'issued' : 'secret',
        from: 4,
        acrossFiles: true,
        message: (n) =>
          `${n} properties of responses are secrets or regulated, the first is ${schema.label} of ${user?.label ?? 'an operation'}.`,
      },
    });
  },
});
