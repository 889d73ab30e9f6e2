import { defineRule } from '../../../rules/rule.ts';
import { shown } from '../server.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/forgeable-event',
  title: 'Webhook or callback carries no proof of its origin',
  why: 'Receivers cannot tell the real sender from anybody else, and act on forged events.',
  remedy: 'Sign the call and declare the signature header, or require a credential.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [345], stride: ['S', 'T'], owasp: ['API10:2023'] },
  equivalents: [],
  concepts: ['webhook-or-callback-unauthenticated'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind === 'path' || !operation.parametersKnown) return;
    // The root list says how callers of the API prove themselves, not how the API does.
    if (operation.ownSecurity.state === 'required' || operation.ownSecurity.state === 'unknown') return;
    if (
      operation.parameters.some(
        (it) =>
          it.location === 'header' &&
          /signature|digest|hmac|authorization|webhook-(?:id|secret|token)|x-.*-token/i.test(it.name),
      )
    )
      return;
    if (
      /mutual tls|mtls|client certificate/i.test(
        `${operation.view.textAt('description') ?? ''} ${operation.document.view.at('info', 'description').text ?? ''}`,
      )
    )
      return;
    const signature = {
      name: 'X-Signature',
      in: 'header',
      required: true,
      description: 'HMAC of the body with the shared secret.',
      schema: { type: 'string', maxLength: 256 },
    };
    report({
      at: operation.at,
      message: `The ${operation.kind} ${shown(operation.path)} carries no proof of its origin: whoever knows the address of the receiver can forge it. Declare a signature header.`,
      fixes: operation.view.isMap
        ? [
            fix('Declare a signature header', 'behaviour', {
              op: 'append',
              at: operation.view.get('parameters').anchor(),
              value: signature,
            }),
          ]
        : [],
      group: {
        key: operation.kind,
        from: 4,
        acrossFiles: true,
        message: (n) =>
          `${n} ${operation.kind}s carry no proof of their origin, the first is ${shown(operation.path)}. Declare a signature header.`,
      },
    });
  },
});
