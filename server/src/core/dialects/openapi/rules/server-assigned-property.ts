import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { plainName } from '../words.ts';

const assigned = new Set([
  'id',
  'createdat',
  'updatedat',
  'modifiedat',
  'createdby',
  'updatedby',
  'modifiedby',
  'createddate',
  'lastmodified',
  'deletedat',
  'datecreated',
  'dateupdated',
]);

export default defineRule({
  id: 'openapi/server-assigned-property',
  title: 'Field that the server assigns is accepted in requests',
  why: 'Callers choose ids and timestamps: other records are overwritten, and trails of changes are forged.',
  remedy: 'Mark the property readOnly.',
  category: 'data-protection',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [915], stride: ['T', 'R'], owasp: ['API3:2023'] },
  equivalents: [],
  concepts: ['server-assigned-property-writable'],
  visits: 'openapi.schema',
  check(schema, report) {
    // Only where one and the same model is sent and answered.
    if (!schema.roles.has('request') || !schema.roles.has('response') || schema.owners.size === 0) return;
    const user = schema.roles.get('request');
    if (
      !assigned.has(plainName(schema.name ?? '')) ||
      // A shared type may be called Id as well; which property it serves is another question.
      schema.view.route.at(-2) !== 'properties' ||
      schema.view.booleanAt('readOnly') === true ||
      user?.kind !== 'path' ||
      user.method === 'put'
    )
      return;
    report({
      at: schema.view.anchor('key'),
      message: `${schema.label} is assigned by the server but may be sent to ${user.label}. Mark it readOnly.`,
      fixes: [fix('Mark it readOnly', 'behaviour', setKey(schema.view, 'readOnly', true))],
      group: {
        key: 'assigned',
        acrossFiles: true,
        message: (n) =>
          `${n} fields that the server assigns may be sent by callers, the first is ${schema.label} of ${user.label}.`,
      },
    });
  },
});
