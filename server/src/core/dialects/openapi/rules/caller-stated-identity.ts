import { defineRule } from '../../../rules/rule.ts';

const identity =
  /^x-(?:user(?:-?(?:id|name|email|roles?))?|username|roles?|groups?|tenant(?:-?id)?|account-?id|forwarded-(?:user|email|groups)|auth-request-.+|authenticated-.+|client-cert|original-url|internal-.+|remote-user)$/i;

export default defineRule({
  id: 'openapi/caller-stated-identity',
  title: 'Operation takes an identity from a header that callers can set',
  why: 'Behind a gateway these headers mean "already authenticated". Whoever reaches the service directly is any user or tenant that he likes.',
  remedy: 'Take the identity from a verified token, or from a header that only the gateway can sign.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [290], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [],
  concepts: ['client-supplied-identity-header'],
  visits: 'openapi.parameter',
  check(parameter, report) {
    if (parameter.location !== 'header' || !identity.test(parameter.name)) return;
    // A token or a certificate says who calls; then the header can be checked against it.
    const weak = parameter.operations.filter(
      (it) =>
        it.kind === 'path' &&
        !it.security.requirements.some((r) => r.uses.some((use) => (use.scheme?.strength ?? 3) >= 3)),
    );
    const [user] = weak;
    if (!user) return;
    report({
      at: parameter.at,
      message: `${user.label} takes "${parameter.name}" as who is calling, and nothing proves it: whoever reaches the service directly can set it. Take the identity from a verified token.`,
      ...(user.security.state === 'missing' || user.security.state === 'none'
        ? { severity: 'error' as const, reason: 'the operation asks for no credential' }
        : {}),
    });
  },
});
