import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/cookie-without-forgery-token',
  title: 'Cookie guards changes without a token against forged requests',
  why: 'Any web page that the user visits can send the request, and the browser adds the cookie.',
  remedy: 'Require an anti-forgery header, or a token that the browser does not send by itself.',
  category: 'authentication',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [352], stride: ['S', 'T'], owasp: ['API2:2023'] },
  equivalents: [],
  concepts: ['cookie-authentication-without-csrf-defence'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || !operation.writes || !operation.parametersKnown) return;
    const { document } = operation;
    const cookies = operation.security.requirements
      .flatMap((it) => (it.uses.length === 1 ? it.uses : []))
      .filter((it) => it.scheme?.kind === 'apiKey' && it.scheme.location === 'cookie');
    const [use] = cookies;
    if (!use || /same-?site/i.test(use.scheme?.view.textAt('description') ?? '')) return;
    if (operation.parameters.some((it) => it.location === 'header' && /csrf|xsrf|x-requested-with/i.test(it.name)))
      return;
    // A JSON body cannot be sent by a form, and a script of another origin has to ask first.
    const types = document.is2 ? [] : operation.requestContents.map((it) => it.mediaType);
    const jsonOnly = types.length > 0 && types.every((it) => /json/.test(it));
    const schema = { type: 'string', maxLength: 128 };
    const header = document.is2
      ? { name: 'X-CSRF-Token', in: 'header', required: true, ...schema }
      : { name: 'X-CSRF-Token', in: 'header', required: true, schema };
    report({
      at: operation.at,
      message: `${operation.label} changes data on the word of the cookie "${use.name}" alone: any page that the user visits can send it. Require an anti-forgery header.`,
      ...(jsonOnly ? { severity: 'info' as const, reason: 'only JSON is accepted, which a form cannot send' } : {}),
      fixes: operation.view.isMap
        ? [
            fix('Require X-CSRF-Token', 'behaviour', {
              op: 'append',
              at: operation.view.get('parameters').anchor(),
              value: header,
            }),
          ]
        : [],
      group: {
        key: `${use.name} ${jsonOnly}`,
        from: 4,
        acrossFiles: true,
        message: (n) =>
          `${n} operations change data on the word of the cookie "${use.name}" alone, the first is ${operation.label}. Require an anti-forgery header.`,
      },
    });
  },
});
