import { cellsOf } from '../../../cells/cell.ts';
import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import type { Operation } from '../operation.ts';
import { wordsOf } from '../words.ts';

const idOf = cellsOf((operation: Operation) => operation.id);

export default defineRule({
  id: 'openapi/duplicate-operation-id',
  title: 'The operationId is used twice',
  why: 'Policies, mocks and gateways that go by the id apply the rule of one route to the other.',
  remedy: 'Give each operation an id of its own.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [694], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:21245007-91c4-40e5-964e-40c85d1e5aa6',
    'kics:c254adc4-ef25-46e1-8270-b7944adb4198',
    'redocly:operation-operationId-unique',
    'spectral:operation-operationId-unique',
    'vacuum:operation-operationId-unique',
  ],
  concepts: ['duplicate-operation-id'],
  visits: 'openapi.document',
  check(document, report) {
    const seen = new Map<string, Operation>();
    const told = new Set<string>();
    let ids: ReadonlySet<string | undefined> | undefined;
    for (const operation of document.operations) {
      const id = idOf(operation);
      if (id === undefined) continue;
      const other = seen.get(id);
      if (other === undefined) {
        seen.set(id, operation);
        continue;
      }
      // Either may be the one to rename; the edit is offered at the later one, which usually is the copy.
      if (!told.has(id)) {
        report({
          at: other.view.get('operationId').anchor('value'),
          message: `The operationId "${id}" of ${other.label} is that of ${operation.label}, too: rules that go by the id hit the wrong route.`,
        });
      }
      told.add(id);
      const view = operation.view.get('operationId');
      ids ??= new Set(document.operations.map(idOf));
      const unique = [id, operation.method, ...wordsOf(operation.path)].join('_');
      report({
        at: view.anchor('value'),
        message: `The operationId "${id}" of ${operation.label} is that of ${other.label}, too: rules that go by the id hit the wrong route.`,
        fixes: ids.has(unique)
          ? []
          : [fix(`Name it ${unique}`, 'behaviour', { op: 'set', at: view.anchor(), value: unique })],
      });
    }
  },
});
