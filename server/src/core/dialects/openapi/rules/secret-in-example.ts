import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { Search } from '../../../syntax/search.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../fixes.ts';
import { credentialIn } from '../secrets.ts';

const credentials = new Search({
  scalar: ({ value }) => typeof value === 'string' && credentialIn(value) !== undefined,
});

export default defineRule({
  id: 'openapi/secret-in-example',
  title: 'Contract holds what looks like a live credential',
  why: 'Contracts are published, and a credential that was pasted into an example is used within minutes.',
  remedy: 'Change the credential where it is valid, and write a placeholder.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [798], stride: ['I', 'S'], owasp: ['API2:2023'] },
  equivalents: [],
  concepts: ['secret-in-example'],
  visits: 'openapi.document',
  check(document, report) {
    const judge = (view: View): void => {
      const text = view.string;
      const kind = text === undefined ? undefined : credentialIn(text);
      if (kind === undefined) return;
      report({
        at: view.anchor('value'),
        message: `This looks like ${kind} that works. Everyone who reads the contract has it: change it where it is valid, and write a placeholder.`,
        fixes: [
          fix('Write a placeholder', 'behaviour', { op: 'set', at: view.anchor(), value: blank('<placeholder>') }),
        ],
      });
    };
    for (const route of credentials.routes(document.view.wholeNode)) judge(document.view.at(...route));
  },
});
