import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import { wordsOf } from '../words.ts';

const verbs = new Set([
  'create',
  'update',
  'delete',
  'remove',
  'reset',
  'activate',
  'deactivate',
  'approve',
  'reject',
  'cancel',
  'transfer',
  'purge',
  'revoke',
  'enable',
  'disable',
]);

export default defineRule({
  id: 'openapi/state-changing-get',
  title: 'GET appears to change state',
  why: 'Safe methods skip defences against forged requests, are fetched ahead by browsers and repeated by proxies: a link or an image triggers the change.',
  remedy: 'Use POST, PUT, PATCH or DELETE.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [650], stride: ['T', 'S'], owasp: ['API8:2023'] },
  equivalents: [],
  concepts: ['state-changing-get'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || (operation.method !== 'get' && operation.method !== 'head')) return;
    const id = wordsOf(operation.id ?? '');
    const segment = wordsOf(operation.segments.at(-1) ?? '');
    // A word that is the whole segment is a verb; in front of a noun only the id of the operation uses it so.
    const verb =
      verbs.has(id[0] ?? '') && id.length > 1
        ? id[0]
        : segment.length === 1 && verbs.has(segment[0] ?? '')
          ? segment[0]
          : undefined;
    const successes = operation.responses.filter((it) => it.status.startsWith('2')).map((it) => it.status);
    const creates = successes.length > 0 && successes.every((it) => it === '201' || it === '202');
    if (verb === undefined && !creates) return;
    report({
      at: operation.at,
      message: `${operation.label} appears to change state (${verb === undefined ? `it answers ${successes.join(', ')}` : `"${verb}"`}): a link is enough to trigger it. Use another method.`,
      fixes:
        operation.method === 'get' && !operation.pathItem.has('post')
          ? [fix('Make it a POST', 'behaviour', { op: 'rename', at: operation.entry.anchor(), key: 'post' })]
          : [],
    });
  },
});
