import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import { hasPhrase, wordsOf } from '../words.ts';

const reads = ['read', 'readonly', 'view', 'list', 'get'];
const writes = ['write', 'manage', 'admin', 'create', 'update', 'delete', 'edit', 'modify', 'full', 'all'];

export default defineRule({
  id: 'openapi/write-with-read-scope',
  title: 'Operation that changes data is guarded by a read scope only',
  why: 'Integrations that were granted read access can change data.',
  remedy: 'Demand the scope for writing.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [863], stride: ['E', 'T'], owasp: ['API5:2023'] },
  equivalents: [],
  concepts: ['write-operation-with-read-scope'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (
      operation.kind !== 'path' ||
      !operation.writes ||
      hasPhrase(operation.words, ['search', 'query', 'find', 'filter', 'lookup', 'export', 'preview', 'validate'])
    )
      return;
    const { security } = operation;
    if (security.state !== 'required') return;
    const weak = security.requirements.map(({ uses }) => {
      const scopes = uses.flatMap((it) =>
        it.scheme?.kind === 'oauth2' || it.scheme?.kind === 'openIdConnect'
          ? it.view.items.map((item) => ({ item, scheme: it.scheme }))
          : [],
      );
      return scopes.length > 0 && scopes.every(({ item }) => isRead(item.text ?? '')) ? scopes : undefined;
    });
    const first = weak[0]?.[0];
    if (weak.some((it) => it === undefined) || !first) return;
    const name = first.item.text ?? '';
    const resource = wordsOf(name)
      .filter((it) => !reads.includes(it))
      .join(' ');
    const better = [...(first.scheme?.scopes ?? [])].find((it) => {
      const words = wordsOf(it);
      return (
        words.some((word) => writes.includes(word)) &&
        words.filter((word) => !writes.includes(word)).join(' ') === resource
      );
    });
    report({
      at: first.item.anchor('value'),
      message: `${operation.label} changes data but demands only the scope "${name}". Demand ${better === undefined ? 'a scope for writing' : `"${better}"`}.`,
      fixes:
        better === undefined
          ? []
          : [fix(`Demand ${better}`, 'behaviour', { op: 'set', at: first.item.anchor(), value: better })],
    });
  },
});

function isRead(scope: string): boolean {
  const words = wordsOf(scope);
  return words.some((it) => reads.includes(it)) && !words.some((it) => writes.includes(it));
}
