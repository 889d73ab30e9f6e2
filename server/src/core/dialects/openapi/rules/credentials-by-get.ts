import { defineRule } from '../../../rules/rule.ts';
import { plainName } from '../words.ts';

const credential = /^(?:password|passwd|pwd|passphrase|pin|otp|clientsecret|secret)$/;

export default defineRule({
  id: 'openapi/credentials-by-get',
  title: 'Credentials are submitted with GET',
  why: 'They land in logs and histories, and the answer is cached.',
  remedy: 'Use POST with a body.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [598], stride: ['I'], owasp: ['API2:2023'] },
  equivalents: [],
  concepts: ['credential-endpoint-uses-get'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || (operation.method !== 'get' && operation.method !== 'head')) return;
    const found = operation.parameters.find(
      (it) => (it.location === 'query' || it.location === 'path') && credential.test(plainName(it.name)),
    );
    const token =
      operation.purpose === 'sign-in' &&
      operation.parameters.some(
        (it) => it.location === 'query' && /^(?:user(?:name)?|login|email|code)$/.test(plainName(it.name)),
      );
    if (!found && !token) return;
    report({
      at: operation.at,
      message: `${operation.label} takes credentials by GET${found ? ` ("${found.name}")` : ''}: they land in logs and histories. Use POST with a body.`,
      ...(found ? {} : { severity: 'warning' as const, reason: 'it may be a link that confirms once' }),
    });
  },
});
