import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  parseTemplate,
  sliceTemplate,
  templateCertainty,
  templateValue,
  templateVariables,
} from '../../server/src/core/syntax/interpolation.ts';

const value = (text: string): string | undefined => templateValue(parseTemplate(text));

describe('interpolation after the Compose specification', () => {
  it('leaves text without variables as it is', () => {
    assert.equal(value('plain: text/1.0'), 'plain: text/1.0');
    assert.equal(value(''), '');
  });

  it('reads $$ as a dollar sign, and a lone one as itself', () => {
    assert.equal(value('pa$$w0rd'), 'pa$w0rd');
    assert.equal(value('hunter2$'), 'hunter2$');
    assert.equal(value('$$${A:-b}'), '$b');
    assert.equal(value('$$A'), '$A');
    assert.equal(value('1 $ 2'), '1 $ 2');
  });

  it('does not know variables without default, nor what depends on whether one is set', () => {
    for (const text of ['$A', '${A}', 'x-${A}', '${A:?needed}', '${A?needed}', '${A:+set}', '${A+set}', '${A:-$B}']) {
      assert.equal(value(text), undefined, text);
      assert.equal(templateCertainty(parseTemplate(text)), 'unknown', text);
    }
  });

  it('uses defaults, nested ones included', () => {
    assert.equal(value('${A:-x}/${B-y}'), 'x/y');
    assert.equal(value('${A:-}'), '');
    assert.equal(value('${A:-${B:-${C:-deep}}}!'), 'deep!');
    assert.equal(value('${A:-a:b-c?d}'), 'a:b-c?d');
    assert.equal(templateCertainty(parseTemplate('v${A:-1}')), 'default');
    assert.equal(templateCertainty(parseTemplate('v1')), 'literal');
  });

  it('takes an open brace for text', () => {
    assert.equal(value('${open'), '${open');
    assert.equal(value('{$'), '{$');
  });

  it('lists variables with their places in the text', () => {
    const found = templateVariables(parseTemplate('a${X:-b${Y}}c$Z'));
    assert.deepEqual(
      found.map(({ name, start, end }) => [name, start, end]),
      [
        ['X', 1, 12],
        ['Y', 7, 11],
        ['Z', 13, 15],
      ],
    );
  });

  it('cuts slices whose places still count in the whole', () => {
    const slice = sliceTemplate(parseTemplate('KEY=a$$${X:-b}c'), 4);
    assert.equal(slice.source, 'a$$${X:-b}c');
    assert.equal(templateValue(slice), 'a$bc');
    assert.deepEqual(
      slice.parts.map(({ start, end }) => [start, end]),
      [
        [4, 7],
        [7, 14],
        [14, 15],
      ],
    );
    assert.equal(sliceTemplate(slice, 14).source, 'c');
  });

  it('ends on defaults that are nested beyond all reason', () => {
    const text = `${'${A:-'.repeat(5000)}x${'}'.repeat(5000)}`;
    assert.equal(value(text), undefined);
  });
});
