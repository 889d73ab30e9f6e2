import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/misplaced-callback',
  title: 'Callbacks or servers stand where the standard ignores them',
  why: 'The address that will really be called is not the one that was reviewed.',
  remedy: 'Remove them.',
  category: 'contract',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1059], stride: ['S'], owasp: ['API9:2023'] },
  equivalents: [
    'spectral:oas3-callbacks-in-callbacks',
    'spectral:oas3_1-callbacks-in-webhook',
    'spectral:oas3_1-servers-in-webhook',
  ],
  concepts: ['nested-callback-or-webhook-servers'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind === 'path') return;
    const keys = operation.kind === 'callback' ? ['callbacks'] : ['callbacks', 'servers'];
    for (const key of keys) {
      const value = operation.view.get(key);
      if (!value.exists) continue;
      report({
        at: value.anchor('key'),
        message: `The ${key} of the ${operation.kind} ${operation.path} have no meaning there, and tools ignore them. Remove them.`,
        fixes: [fix(`Remove ${key}`, 'safe', { op: 'remove', at: value.anchor() })],
      });
    }
  },
});
