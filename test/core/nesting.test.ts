// No nesting ends the process: what is too deep to be parsed is left alone.
import assert from 'node:assert/strict';
import { nestsTooDeeply } from '../../server/src/core/syntax/nesting.ts';
import { parseChunk } from '../../server/src/core/syntax/parsed.ts';

const shapes: Readonly<Record<string, (n: number) => string>> = {
  'flow lists': (n) => `a: ${'['.repeat(n)}${']'.repeat(n)}`,
  'flow maps': (n) => `${'{a: '.repeat(n)}1${'}'.repeat(n)}`,
  'compact lists': (n) => `${'- '.repeat(n)}x`,
  'compact explicit keys': (n) => `${'? '.repeat(n)}x`,
  'block maps': (n) => Array.from({ length: n }, (_, i) => `${' '.repeat(i)}k:`).join('\n'),
};

describe('nesting', () => {
  for (const [name, make] of Object.entries(shapes)) {
    it(`of ${name} is read when modest and left alone when it is a danger`, () => {
      assert.equal(nestsTooDeeply(make(300)), false);
      for (const depth of [300, 1400, 10_000]) {
        const parsed = parseChunk('yaml', make(depth), 'file:///x', 0);
        assert.equal(parsed.syntax, 'yaml');
      }
    });
  }

  it('of JSON by the ten thousand is left alone', () => {
    const parsed = parseChunk('json', `{"a": ${'['.repeat(50_000)}`, 'file:///x', 0);
    assert.ok(parsed.syntax === 'json' && parsed.source.tree.root === undefined);
  });
});
