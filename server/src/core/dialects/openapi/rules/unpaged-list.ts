import { defineRule } from '../../../rules/rule.ts';
import type { Fix } from '../../../fix/patch.ts';
import { fix, setKey } from '../fixes.ts';
import type { Operation } from '../operation.ts';
import { answeredList, takesPaging } from '../paging.ts';

export default defineRule({
  id: 'openapi/unpaged-list',
  title: 'List is answered as a whole, without limit or paging',
  why: 'One call dumps the whole table: the service runs out of memory, and whoever may list may take everything.',
  remedy: 'Let callers page (limit and cursor), and set maxItems on the array.',
  category: 'resource-limits',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [770], stride: ['D', 'I'], owasp: ['API4:2023'] },
  equivalents: ['azure:PageableOperation', 'ibm:ibm-pagination-style'],
  concepts: ['unpaginated-collection-response'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || operation.method !== 'get' || operation.purpose === 'metadata') return;
    if (!operation.parametersKnown || takesPaging(operation)) return;
    const list = answeredList(operation);
    if (!list) return;
    report({
      at: operation.at,
      message: `${operation.label} answers its whole list: the array has no maxItems, and no parameter asks for a part of it. Add paging.`,
      related: [{ message: 'The array', at: list.array.get('type').anchor('key') }],
      fixes: [addPaging(operation), fix('Set maxItems on the array', 'behaviour', setKey(list.array, 'maxItems', 100))],
      group: {
        key: 'list',
        from: 6,
        acrossFiles: true,
        message: (n) =>
          `${n} operations answer whole lists without maxItems and without paging, the first is ${operation.label}. Add paging.`,
      },
    });
  },
});

/** The document's own paging parameters where it shares some, else a limit and a cursor. */
function addPaging(operation: Operation): Fix {
  const { document } = operation;
  const at = operation.view.get('parameters').anchor();
  if (operation.view.source.file === document.view.source.file) {
    const shared = document.section('parameters').entries.filter(([, entry]) => {
      const parameter = document.parameter(entry);
      return (
        parameter?.location === 'query' &&
        /^(?:limit|page|page_?size|per_?page|offset|cursor|after|page_?token|max_?results)$/i.test(parameter.name)
      );
    });
    if (shared.length > 0) {
      const base = `#/${document.sectionRoute('parameters').join('/')}`;
      const names = shared.slice(0, 2).map(([key]) => key);
      return fix(
        'Add paging parameters',
        'behaviour',
        ...names.map((key) => ({
          op: 'append' as const,
          at,
          value: { $ref: `${base}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` },
        })),
      );
    }
  }
  const limit = { type: 'integer', minimum: 1, maximum: 100, default: 20 };
  const cursor = { type: 'string', maxLength: 255 };
  const of = (name: string, type: typeof limit | typeof cursor) =>
    document.is2 ? { name, in: 'query', ...type } : { name, in: 'query', schema: type };
  return fix(
    'Add paging parameters',
    'behaviour',
    { op: 'append', at, value: of('limit', limit) },
    { op: 'append', at, value: of('cursor', cursor) },
  );
}
