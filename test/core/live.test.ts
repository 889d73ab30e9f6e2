// Incremental = from scratch: after any edits an open document has the findings and facts that a fresh workspace gives.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import { Workspace } from '../../server/src/core/workspace.ts';
import { editScript, edited } from '../support/edits.ts';

const pages = new URL('../../server/src/core/dialects/openapi/rules/', import.meta.url);

/** The contracts of the rules' own pages: each holds what one rule looks at. */
const contracts: readonly string[] = readdirSync(pages)
  .filter((it) => it.endsWith('.md'))
  .flatMap((it) =>
    [...readFileSync(new URL(it, pages), 'utf8').matchAll(/^```(?:yaml|json)\n([\s\S]*?)^```/gm)].map((found) =>
      (found[1] ?? '').replace(/^\s*(#|\/\/) *\^.*\n/gm, ''),
    ),
  )
  .filter((it) => /openapi|swagger/.test(it));

const root = 'file:///work';
const uri = `${root}/api.yaml`;

function workspace(): Workspace {
  return new Workspace({ rules: allRules, today: '2026-01-15', root });
}

describe('an open contract', () => {
  it('is judged after any edits as a fresh workspace judges it', function () {
    this.timeout(0);
    const runs = Number(process.env['LIVE_RUNS'] ?? 150);
    fc.assert(
      fc.property(
        fc.constantFrom(...contracts),
        fc.constantFrom(...contracts),
        editScript(8),
        (first, second, script) => {
          const open = workspace();
          let text =
            first.length > second.length ? first : `${first}\n${second.replace(/^(openapi|swagger):.*\n/, '')}`;
          for (const edit of [undefined, ...script]) {
            if (edit) text = edited(text, edit);
            open.apply([{ uri, content: { text, language: 'yaml' } }]);
            const fresh = workspace();
            fresh.apply([{ uri, content: { text } }]);
            assert.deepEqual(open.verdicts(uri), fresh.verdicts(uri), text);
            assert.deepEqual(open.facts(uri), fresh.facts(uri), text);
          }
        },
      ),
      { numRuns: runs },
    );
  });
});
