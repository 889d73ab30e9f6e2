import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { hasPhrase, plainName } from '../words.ts';

const privileged = new Set([
  'role',
  'roles',
  'isadmin',
  'admin',
  'superuser',
  'issuperuser',
  'permissions',
  'privileges',
  'verified',
  'emailverified',
  'isverified',
  'approved',
  'isapproved',
  'credit',
  'balance',
  'ownerid',
  'tenantid',
  'accountbalance',
  'isstaff',
  'accesslevel',
]);
const administration = [
  'admin',
  'role',
  'roles',
  'permission',
  'permissions',
  'grant',
  'policy',
  'policies',
  'member',
  'members',
  'invite',
  'iam',
  'acl',
  'team',
  'teams',
];

export default defineRule({
  id: 'openapi/privileged-property',
  title: 'Caller may set a field of privilege or money',
  why: 'A service that binds the body to its entity gives the caller isAdmin = true, or another balance.',
  remedy: 'Mark the property readOnly, or take it out of the request.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [915], stride: ['E', 'T'], owasp: ['API3:2023'] },
  equivalents: [],
  concepts: ['mass-assignable-privileged-property'],
  visits: 'openapi.schema',
  looksAt: ({ keys }) => !keys.has('const'),
  check(schema, report) {
    if (!schema.roles.has('request') || schema.owners.size === 0 || !privileged.has(plainName(schema.name ?? '')))
      return;
    const { view } = schema;
    if (view.booleanAt('readOnly') === true || view.has('const')) return;
    const user = schema.roles.get('request');
    if (!user || user.kind !== 'path' || hasPhrase(user.words, administration)) return;
    // An operation that asks for a scope of its own has thought of who may do this.
    if (
      user.security.requirements.some((it) =>
        it.uses.some((use) => use.view.items.some((scope) => /admin|manage/i.test(scope.text ?? ''))),
      )
    )
      return;
    report({
      at: view.anchor('key'),
      message: `${schema.label} may be set by whoever calls ${user.label}: a field of privilege or money. Mark it readOnly, or take it out of the request.`,
      fixes: [fix('Mark it readOnly', 'behaviour', setKey(view, 'readOnly', true))],
      group: {
        key: 'privilege',
        from: 4,
        acrossFiles: true,
        message: (n) =>
          `${n} fields of privilege or money may be set by callers, the first is ${schema.label} of ${user.label}.`,
      },
    });
  },
});
