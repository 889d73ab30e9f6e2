// A chunk that is edited for hours: it is followed as long as that costs less than beginning anew.
import assert from 'node:assert/strict';
import { openapi } from '../../server/src/core/dialects/openapi/dialect.ts';
import { LiveChunk } from '../../server/src/core/live/live-chunk.ts';
import { allRules } from '../../server/src/core/rules/all.gen.ts';
import type { RuleContext } from '../../server/src/core/rules/context.ts';
import { indexRules, visitsSystem } from '../../server/src/core/rules/run.ts';
import { parseChunk } from '../../server/src/core/syntax/parsed.ts';
import type { Source } from '../../server/src/core/syntax/view.ts';
import { hostOf } from '../../server/src/core/workspace-host.ts';
import { openApiDocument } from '../support/documents.ts';

const index = indexRules(allRules.filter((it) => !visitsSystem(it)));
const context: RuleContext = { today: '2026-11-01', options: { trustedRegistries: [], publicOperations: [] } };
const host = hostOf(() => undefined);
const text = openApiDocument(300);

function sourceOf(content: string): Source {
  const parsed = parseChunk('yaml', content, 'file:///api.yaml', 0);
  assert.ok(parsed.syntax !== 'dockerfile');
  return parsed.source;
}

/** How often a chunk has to be made anew while texts are typed. */
function beginnings(count: number, edited: (i: number) => string): number {
  let made = 0;
  let chunk: LiveChunk | undefined;
  for (let i = 0; i < count; i++) {
    const source = sourceOf(edited(i));
    if (chunk?.follow(source, host, context) !== 'followed') {
      made++;
      chunk = LiveChunk.of(openapi, source, host, index, context);
    }
    assert.ok(chunk && chunk.findings().length > 0);
  }
  return made;
}

describe('a chunk that is being edited', () => {
  it('is followed however long a description becomes', () => {
    assert.equal(
      beginnings(600, (i) => text.replace('description: ', `description: ${'x'.repeat(i)}`)),
      1,
    );
  });

  it('is made anew once far more has gone from it than is there, for what went is still held', () => {
    const made = beginnings(600, (i) => text.replace('\n  /', `\n  /typed-${i}`));
    assert.ok(made > 1 && made < 20, `${made} times`);
  });
});
