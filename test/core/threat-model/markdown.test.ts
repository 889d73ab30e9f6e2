// Names from files are hostile text: as Markdown they stay text.
import assert from 'node:assert/strict';
import { code, prose, table } from '../../../server/src/core/threat-model/export/markdown.ts';

const seen = (text: string): string => prose(text).replaceAll('\u200B', '·');

describe('threat model: names in Markdown', () => {
  it('markup and HTML in prose are text', () => {
    assert.equal(prose('<img src=x onerror=y>'), '&#60;img src=x onerror=y&#62;');
    assert.equal(
      prose('[a](b) ![c](d) *e* _f_ `g` ~~h~~ i|j \\k'),
      '\\[a\\](b) !\\[c\\](d) \\*e\\* \\_f\\_ \\`g\\` \\~\\~h\\~\\~ i\\|j \\\\k',
    );
    assert.equal(prose('&lt;'), '&#38;lt;');
    for (const [text, escaped] of [
      ['# a', '\\# a'],
      ['- a', '\\- a'],
      ['1. a', '1\\. a'],
      ['12) a', '12\\) a'],
      ['> a', '&#62; a'],
    ])
      assert.equal(prose(text ?? ''), escaped);
  });

  it('mentions, issues and addresses draw no link', () => {
    assert.equal(
      seen('ask @acme/ops, see #12 or GH-3, https://evil.test www.evil.test a@evil.test'),
      'ask @·acme/ops, see #·12 or GH-·3, https·://evil.test www·.evil.test a@·evil.test',
    );
  });

  it('a line stays a line, and no character commands the reader', () => {
    assert.equal(prose('a\n\n# b\r\nc'), 'a # b c');
    assert.equal(prose('a\u001b[31m\u202eb\ud800'), 'a\uFFFD\\[31m\uFFFDb\uFFFD');
    assert.ok(prose('x'.repeat(10_000)).length < 300);
  });

  it('code closes with a fence of its own', () => {
    assert.equal(code('a<b>*c*@d'), '`a<b>*c*@d`');
    assert.equal(code('a`b``c'), '```a`b``c```');
    assert.equal(code('`'), '`` ` ``');
    assert.equal(code(''), '` `');
  });

  it('a bar in a cell ends no cell', () => {
    assert.deepEqual(table(['a'], [[code('x|y')], [prose('x|y')], [code('x\\\\|y')]]), [
      '| a |',
      '| --- |',
      '| `x\\|y` |',
      '| x\\|y |',
      '| `x\\\\\\|y` |',
    ]);
  });
});
