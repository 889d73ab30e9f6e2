import { allRules } from '../core/rules/all.gen.ts';
import { rulePage } from '../node/rule-pages.ts';
import { Usage } from './arguments.ts';

/** `parapet rules`: the list, as data or as a table. */
export function listRules(format: string, write: (text: string) => void): number {
  const sorted = [...allRules].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (format === 'json') {
    write(
      `${JSON.stringify(
        sorted.map(({ check: _check, visits: _visits, ...meta }) => meta),
        null,
        2,
      )}\n`,
    );
    return 0;
  }
  if (format !== 'markdown') throw new Usage('--format is one of json, markdown');
  const rows = sorted.map((it) => `| ${it.id} | ${it.severity} | ${it.category} | ${it.title} |`);
  write(['| rule | severity | category | title |', '| --- | --- | --- | --- |', ...rows, ''].join('\n'));
  return 0;
}

/** `parapet explain RULE`: its page. */
export function explain(id: string | undefined, write: (text: string) => void): number {
  if (id === undefined)
    throw new Usage('explain needs a rule, such as "parapet explain kubernetes/privileged-container"');
  const page = rulePage(id);
  if (page === undefined) throw new Usage(`there is no rule "${id}"; see parapet rules`);
  write(page);
  return 0;
}
