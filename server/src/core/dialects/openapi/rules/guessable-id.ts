import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';

export default defineRule({
  id: 'openapi/guessable-id',
  title: 'Object is addressed by a guessable number',
  why: 'Numbers that count up turn one forgotten check of ownership into the whole table.',
  remedy: 'Use random ids, and check on every call that the caller may see the object.',
  category: 'authorization',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [639], stride: ['I', 'E'], owasp: ['API1:2023'] },
  equivalents: [
    'speakeasy:owasp-no-numeric-ids',
    'spectral-owasp:owasp:api1:2023-no-numeric-ids',
    'vacuum:owasp-no-numeric-ids',
  ],
  concepts: ['numeric-object-identifier'],
  visits: 'openapi.parameter',
  check(parameter, report) {
    if (parameter.location !== 'path' && parameter.location !== 'query') return;
    if (!/^id$|[_-]id$|[a-z0-9]I[dD]$/i.test(parameter.name) || !/^id$|[_-]id$|I[dD]$/.test(parameter.name)) return;
    const { type, document } = parameter;
    const stated = type?.get('type');
    if (
      !type ||
      !stated ||
      !(stated.text === 'integer' || stated.text === 'number' || stated.items.some((it) => it.text === 'integer'))
    )
      return;
    const user = parameter.operations[0];
    const patches = [setKey(type, 'type', 'string'), setKey(type, 'format', 'uuid')];
    const limits = ['minimum', 'maximum']
      .filter((it) => type.has(it))
      .map((it) => ({ op: 'remove' as const, at: type.get(it).anchor() }));
    report({
      at: parameter.at,
      message: `"${parameter.name}"${user ? ` of ${user.label}` : ''} is a number that can be counted up: check ownership on every call, or use random ids.`,
      fixes:
        document.is2 && type.has('format')
          ? [fix('Use a UUID', 'behaviour', ...patches, ...limits)]
          : [fix('Use a UUID', 'behaviour', ...patches, ...limits)],
      group: {
        key: 'id',
        acrossFiles: true,
        message: (n) =>
          `${n} objects are addressed by numbers that can be counted up, the first by "${parameter.name}"${user ? ` of ${user.label}` : ''}.`,
      },
    });
  },
});
