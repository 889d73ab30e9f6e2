import assert from 'node:assert/strict';
import { blank } from '../../../server/src/core/fix/patch.ts';
import { yamlScalar } from '../../../server/src/core/fix/yaml-scalar.ts';

const block = { flow: false, quote: 'double' } as const;
const flow = { flow: true, quote: 'single' } as const;

describe('A YAML scalar', () => {
  for (const text of [
    'nginx:1.25',
    '0.0.0.0:80',
    '8080:80',
    '1.2.3',
    'NET_ADMIN',
    'http://x',
    '64Mi',
    '--flag',
    '?x',
    'a#b',
    'a,b',
    '${VAR}',
    "it's",
    'yes please',
    'x 😀',
  ]) {
    it(`needs no quotes for ${text}`, () => assert.equal(yamlScalar(text, block), text));
  }
  for (const text of [
    '',
    ' x',
    'x ',
    'yes',
    'On',
    'n',
    'null',
    '~',
    'TRUE',
    '1',
    '+1',
    '0755',
    '0o17',
    '0x1f',
    '0b1',
    '1_000',
    '1e3',
    '.5',
    '1.',
    '.inf',
    '22:22',
    '190:20:30.15',
    '2001-01-01',
    '2001-12-14 21:59:43',
    '=',
    '<<',
    '- x',
    '-',
    '? x',
    'a: b',
    'a:',
    'a #b',
    '#x',
    '*x',
    '&x',
    '!x',
    '@x',
    '%x',
    '`x',
    '{x',
    '[x',
    '|',
    '>',
    '---',
    '...',
  ]) {
    it(`needs quotes for ${JSON.stringify(text)}`, () => assert.equal(yamlScalar(text, block), JSON.stringify(text)));
  }
  it('needs quotes in brackets for what ends an item there', () => {
    assert.equal(yamlScalar('a,b', flow), "'a,b'");
    assert.equal(yamlScalar('${VAR}', flow), "'${VAR}'");
    assert.equal(yamlScalar("it's", { ...flow, always: true }), "'it''s'");
  });
  it('escapes what a line cannot hold, whatever the quotes', () => {
    assert.equal(yamlScalar('a\tb', flow), '"a\\tb"');
    assert.equal(yamlScalar('\u0085\u2028', flow), '"\\u0085\\u2028"');
  });
  it('keeps numbers, truths and null bare', () => {
    const all = [1, -0.5, 1e21, true, null, Number.POSITIVE_INFINITY, Number.NaN];
    assert.deepEqual(
      all.map((it) => yamlScalar(it, block)),
      ['1', '-0.5', '1e+21', 'true', 'null', '.inf', '.nan'],
    );
  });
  it('judges a blank by its proposal', () => {
    assert.equal(yamlScalar(blank('100'), block), blank('100'));
    assert.equal(yamlScalar(blank('on'), block), `"${blank('on')}"`);
    assert.equal(yamlScalar(`1${blank('0')}`, block), `"1${blank('0')}"`);
    assert.equal(yamlScalar(blank('me'), block), blank('me'));
  });
});
