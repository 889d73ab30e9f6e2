import { defineRule } from '../../../rules/rule.ts';
import type { Fix, Patch, PlainValue } from '../../../fix/patch.ts';
import { fix, setKey } from '../fixes.ts';
import type { Operation } from '../operation.ts';
import { plainName } from '../words.ts';

const credential = /^(?:password|passwd|pwd|passphrase|pin|otp|clientsecret|secret)$/;

export default defineRule({
  id: 'openapi/credentials-by-get',
  title: 'Credentials are submitted with GET',
  why: 'They land in logs and histories, and the answer is cached.',
  remedy: 'Use POST with a body.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [598], stride: ['I'], owasp: ['API2:2023'] },
  equivalents: [],
  concepts: ['credential-endpoint-uses-get'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || (operation.method !== 'get' && operation.method !== 'head')) return;
    const found = operation.parameters.find(
      (it) => (it.location === 'query' || it.location === 'path') && credential.test(plainName(it.name)),
    );
    const token =
      operation.purpose === 'sign-in' &&
      operation.parameters.some(
        (it) => it.location === 'query' && /^(?:user(?:name)?|login|email|code)$/.test(plainName(it.name)),
      );
    if (!found && !token) return;
    report({
      at: operation.at,
      message: `${operation.label} takes credentials by GET${found ? ` ("${found.name}")` : ''}: they land in logs and histories. Use POST with a body.`,
      fixes: takeByPost(operation),
      ...(found ? {} : { severity: 'warning' as const, reason: 'it may be a link that confirms once' }),
    });
  },
});

/** Makes it a POST, whose body carries what stood in the query. */
function takeByPost(operation: Operation): readonly Fix[] {
  const { document, entry, view, pathItem } = operation;
  const listed = view.get('parameters').items.filter((it) => document.parameter(it)?.location === 'query');
  const written = listed.every((it) => it.lacks('$ref') && it.get('schema').isMap && !it.inherited);
  const free = pathItem.lacks('post') && view.lacks('requestBody') && operation.method === 'get';
  if (document.is2 || !free || !written || listed.length === 0 || entry.inherited || entry.node !== view.node)
    return [];
  const properties = Object.fromEntries(
    listed.map((it) => [it.textAt('name') ?? '', it.get('schema').plain as PlainValue]),
  );
  const required = listed.filter((it) => it.booleanAt('required') === true).map((it) => it.textAt('name') ?? '');
  const schema = {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties,
  };
  const list = view.get('parameters');
  const gone = listed.length === list.items.length ? [list] : listed;
  return [
    fix(
      'Take it by POST, in the body',
      'behaviour',
      ...gone.map((it): Patch => ({ op: 'remove', at: it.anchor() })),
      setKey(view, 'requestBody', { required: true, content: { 'application/x-www-form-urlencoded': { schema } } }),
      { op: 'rename', at: entry.anchor(), key: 'post' },
    ),
  ];
}
