import { defineRule } from '../../../rules/rule.ts';
import { fix, setKey } from '../fixes.ts';
import { plainName } from '../words.ts';

const names = new Set([
  'limit',
  'size',
  'pagesize',
  'perpage',
  'top',
  'count',
  'maxresults',
  'take',
  'first',
  'rows',
  'pagelimit',
  'pagecount',
  'itemsperpage',
  'resultsperpage',
]);

/** A page of more entries is a dump again. */
const largestPage = 1000;

export default defineRule({
  id: 'openapi/page-size-without-maximum',
  title: 'Page size has no sane maximum',
  why: 'limit=100000000 turns paging back into a dump of the whole table.',
  remedy: 'Set maximum to the largest page that the service is built for.',
  category: 'resource-limits',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [770], stride: ['D', 'I'], owasp: ['API4:2023'] },
  equivalents: [],
  concepts: ['paging-limit-without-maximum'],
  visits: 'openapi.parameter',
  check(parameter, report) {
    if (parameter.location !== 'query' || !names.has(plainName(parameter.name))) return;
    const { type } = parameter;
    const integer = type?.textAt('type') === 'integer' || type?.get('type').items.some((it) => it.text === 'integer');
    if (!type || !integer || type.has('enum') || type.has('const')) return;
    const maximum = type.get('maximum');
    const bound = maximum.number ?? (parameter.document.isModern ? type.numberAt('exclusiveMaximum') : undefined);
    if (bound === undefined ? !maximum.missing : bound <= largestPage) return;
    const user = parameter.operations[0];
    report({
      at: bound === undefined ? parameter.at : maximum.anchor('value'),
      message: `The page size "${parameter.name}"${user ? ` of ${user.label}` : ''} ${bound === undefined ? 'has no maximum' : `may be ${bound}`}: one call can ask for everything. Set a maximum of 100 or so.`,
      ...(bound === undefined ? {} : { severity: 'info' as const, reason: 'there is a maximum, though a high one' }),
      fixes: [fix('Set the maximum to 100', 'behaviour', setKey(type, 'maximum', 100))],
      group: {
        key: String(bound !== undefined),
        from: 6,
        acrossFiles: true,
        message: (n) =>
          `${n} page sizes have no sane maximum, the first is "${parameter.name}"${user ? ` of ${user.label}` : ''}.`,
      },
    });
  },
});
