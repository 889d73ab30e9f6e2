import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';

export default defineRule({
  id: 'openapi/invalid-status-code',
  title: 'Response is listed under something that is no status code',
  why: 'A key such as 50 or 6xx describes nothing: the answer that was meant has no contract.',
  remedy: 'Use a code from 100 to 599, a range such as 4XX, or default.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [436], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: ['kics:069a5378-2091-43f0-aa3b-ee8f20996e99', 'kics:d86655c0-92f6-4ffc-b4d5-5b5775804c27'],
  concepts: ['invalid-status-code'],
  visits: 'openapi.operation',
  check(operation, report) {
    const ranges = !operation.document.is2;
    for (const { status, entry } of operation.responses) {
      if (
        status === 'default' ||
        status === '$ref' ||
        /^[1-5]\d\d$/.test(status) ||
        (ranges && /^[1-5]XX$/.test(status))
      )
        continue;
      const upper = /^[1-5]xx$/i.test(status) && ranges ? status.toUpperCase() : undefined;
      report({
        at: entry.anchor('key'),
        message: `"${status}" of ${operation.label} is no status code${upper === undefined ? '' : `; ranges are written ${upper}`}.`,
        fixes:
          upper === undefined ? [] : [fix(`Write ${upper}`, 'safe', { op: 'rename', at: entry.anchor(), key: upper })],
      });
    }
  },
});
