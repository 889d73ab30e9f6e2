// Every rule's page is true: each mark needs a finding, each finding a mark, and the fix gives the text that is shown.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ruleFiles } from '../../scripts/rule-files.mjs';
import type { AnyRule } from '../../server/src/core/rules/rule.ts';
import { checkExample } from '../support/check-example.ts';
import { readPage } from '../support/page.ts';

const only = process.env['PAGES']?.split(',');

for (const file of ruleFiles()) {
  const id = `${file.replaceAll('\\', '/').split('/').at(-3)?.replace('core', '') ?? ''}/${basename(file, '.ts')}`;
  if (only && !only.some((it) => id.includes(it))) continue;
  describe(id, () => {
    const page = readFileSync(file.replace(/\.ts$/, '.md'), 'utf8');
    const examples = readPage(page);
    let rule: AnyRule;
    before(async () => {
      rule = ((await import(pathToFileURL(file).href)) as { default: AnyRule }).default;
    });

    it('has its own id, a title line, an example that is reported and one that stays silent', () => {
      assert.equal(rule.id.split('/')[1], basename(file, '.ts'));
      assert.match(page, /^# \S/);
      assert.ok(
        examples.some((it) => it.files.some((f) => f.marks.length > 0)),
        'no marked example',
      );
      assert.ok(
        examples.some((it) => it.files.every((f) => f.marks.length === 0)),
        'no silent example',
      );
    });

    for (const example of examples) {
      it(example.heading, () => checkExample(rule, example));
    }
  });
}
