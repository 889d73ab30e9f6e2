import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/endless-deprecation',
  title: 'Deprecated operation has no end date',
  why: 'Old versions keep old faults and weaker checks, and nobody watches them.',
  remedy: 'Announce the end with a Sunset header (RFC 8594) or in the description.',
  category: 'hygiene',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [477], stride: ['I', 'E'], owasp: ['API9:2023'] },
  equivalents: [],
  concepts: ['deprecated-operation-without-sunset'],
  visits: 'openapi.operation',
  check(operation, report) {
    if (operation.kind !== 'path' || !operation.deprecated) return;
    if (
      operation.view.keys.some((it) => /^x-.*(?:sunset|deprecat|removal)/i.test(it)) ||
      /\b20\d\d\b/.test(operation.view.textAt('description') ?? '')
    )
      return;
    if (
      operation.responses.some(
        ({ response }) => response?.headers.has('sunset') || response?.headers.has('deprecation'),
      )
    )
      return;
    const success = operation.responses.find((it) => it.status.startsWith('2'))?.response;
    const header = { description: 'When the operation ends (RFC 8594).' };
    const value = operation.document.is2
      ? { ...header, type: 'string' }
      : { ...header, schema: { type: 'string', maxLength: 40 } };
    report({
      at: operation.view.get('deprecated').anchor('key'),
      message: `${operation.label} is deprecated, but nothing says until when it is offered. Announce the end.`,
      fixes: success
        ? [fix('Declare a Sunset header', 'safe', setKey(success.view.get('headers'), 'Sunset', value))]
        : [],
      group: {
        key: 'deprecated',
        acrossFiles: true,
        message: (n) => `${n} operations are deprecated without an end date, the first is ${operation.label}.`,
      },
    });
  },
});
