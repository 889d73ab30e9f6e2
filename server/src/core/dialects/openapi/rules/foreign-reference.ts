import { defineRule } from '../../../rules/rule.ts';
import { Search } from '../../../syntax/search.ts';
import type { View } from '../../../syntax/view.ts';
import { hostOf } from '../server.ts';

/** The values of examples are data: whatever their keys are called, they refer to nothing. */
const ofExamples = new Search({
  scalar: ({ source }, key) => key === 'externalValue' && isAddress(source),
  below: (key, same) => (key === 'value' ? undefined : same),
});
const addresses = new Search({
  scalar: ({ source }, key) =>
    (key === '$ref' || key === 'externalValue' || key === 'operationRef') && isAddress(source),
  below: (key, same) => (key === 'example' ? undefined : key === 'examples' ? ofExamples : same),
});

function isAddress(text: string): boolean {
  return /^(?:https?|file):/i.test(text);
}

export default defineRule({
  id: 'openapi/foreign-reference',
  title: 'Contract pulls parts from another origin',
  why: 'Whoever controls the remote file rewrites validation and security of this API whenever it is built; over http everyone on the way can.',
  remedy: 'Keep a copy in the repository.',
  category: 'supply-chain',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [829], stride: ['T'], owasp: ['API10:2023'] },
  equivalents: [],
  concepts: ['untrusted-external-reference'],
  visits: 'openapi.document',
  check(document, report) {
    const judge = (view: View): void => {
      const text = view.string ?? '';
      const host = /^https?:\/\//i.test(text) ? hostOf(text) : undefined;
      const file = /^file:/i.test(text);
      if (
        (host === undefined && !file) ||
        /^(?:spec\.openapis\.org|json-schema\.org|www\.json-schema\.org)$/.test(host ?? '')
      )
        return;
      const clear = /^http:/i.test(text);
      report({
        at: view.anchor('value'),
        message: file
          ? `This reference leads to a file of one machine (${text}), which others do not have.`
          : `This reference pulls a part of the contract from ${host}${clear ? ' over plain http' : ''}: whoever controls it changes this API. Keep a copy in the repository.`,
        ...(clear ? { severity: 'warning' as const, reason: 'everyone on the way can change it' } : {}),
        group: {
          key: `${host} ${clear}`,
          from: 3,
          acrossFiles: true,
          message: (n) =>
            `${n} references pull parts of the contract from ${host}: whoever controls it changes this API. Keep copies in the repository.`,
        },
      });
    };
    judge(document.view.get('jsonSchemaDialect'));
    for (const route of addresses.routes(document.view.wholeNode)) judge(document.view.at(...route));
  },
});
