import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../fixes.ts';
import { oauthUrls } from '../oauth-urls.ts';
import { secretInUrl } from '../url.ts';

export default defineRule({
  id: 'openapi/credential-in-address',
  title: 'Address in the contract embeds a credential',
  why: 'Every generated client and every visitor of the documentation receives the credential.',
  remedy: 'Remove it from the address, change it where it is valid, and hand it out otherwise.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [522], stride: ['I'], owasp: ['API2:2023'] },
  equivalents: [],
  concepts: ['credentials-in-server-url'],
  visits: ['openapi.server', 'openapi.security-scheme', 'openapi.document'],
  check(noun, report) {
    const judge = (view: View, what: string): void => {
      const secret = view.string === undefined ? undefined : secretInUrl(view.string);
      if (!secret) return;
      report({
        at: view.anchor('value'),
        message: `${what} embeds ${secret.what}: everyone who reads the contract has it. Remove it, and change it where it is valid.`,
        fixes: [
          fix('Remove it from the address', 'behaviour', {
            op: 'rewrite',
            at: { ...view.anchor('value'), span: secret.span },
            text: '',
          }),
        ],
      });
    };
    if ('level' in noun) judge(noun.view.get('url'), 'The server address');
    else if ('flows' in noun) for (const { key, view } of oauthUrls(noun)) judge(view, `The ${key} of "${noun.name}"`);
    else judge(noun.view.at('externalDocs', 'url'), 'The address of the documentation');
  },
});
