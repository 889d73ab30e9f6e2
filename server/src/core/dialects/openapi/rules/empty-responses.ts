import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/empty-responses',
  title: 'Responses object is empty',
  why: 'Nothing about the output is constrained, so nothing can be watched or filtered.',
  remedy: 'Document at least the success and a default answer.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [755], stride: ['I'], owasp: ['API8:2023'] },
  equivalents: ['kics:6172e7ab-d2b7-45f8-a7db-1603931d8ba3', 'kics:990eaf09-d6f1-4c3c-b174-a517b1de8917'],
  concepts: ['responses-empty'],
  visits: ['openapi.operation', 'openapi.document'],
  check(noun, report) {
    if (!('document' in noun)) {
      const section = noun.section('responses');
      if (!section.isNull && !(section.isMap && section.keys.length === 0)) return;
      report({
        at: section.anchor('key'),
        message:
          'The shared responses are empty. Describe the answers that operations have in common, or remove the section.',
        severity: 'hint',
        reason: 'operations may describe their own',
        fixes: [fix('Remove the empty section', 'safe', { op: 'remove', at: section.anchor() })],
      });
      return;
    }
    const responses = noun.view.get('responses');
    if (!responses.exists || noun.responses.length > 0 || responses.items.length > 0) return;
    if (responses.scalar && !responses.isNull) return;
    const value = { '200': { description: 'Success.' }, default: { description: 'An unexpected error.' } };
    report({
      at: responses.anchor('key'),
      message: `The responses of ${noun.label} are empty: nothing that it answers is described.`,
      fixes: [fix('Add a success and a default response', 'behaviour', { op: 'set', at: responses.anchor(), value })],
    });
  },
});
