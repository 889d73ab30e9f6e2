import assert from 'node:assert/strict';
import type { Patch } from '../../../server/src/core/fix/patch.ts';
import { after, append, remove, rewrite, set } from './support.ts';

type Case = readonly [name: string, before: string, patch: Patch, after: string];

const flow: readonly Case[] = [
  ['adds to braces', 'a: {b: 1} # c\n', set('a.d', 2), 'a: {b: 1, d: 2} # c\n'],
  ['adds to padded braces', 'a: { b: 1 }\n', set('a.d', 2), 'a: { b: 1, d: 2 }\n'],
  ['adds without blanks like its neighbours', 'a: [1,2]\n', append('a', 3), 'a: [1,2,3]\n'],
  ['adds before a trailing comma', 'a: [1, 2,]\n', append('a', 3), 'a: [1, 2, 3,]\n'],
  ['adds on a line of its own', 'a: [\n  1,\n  2\n]\n', append('a', 3), 'a: [\n  1,\n  2,\n  3\n]\n'],
  [
    'adds behind a comment',
    'a: [\n  1, # one\n  2 # two\n  # end\n]\n',
    append('a', 3),
    'a: [\n  1, # one\n  2, # two\n  3\n  # end\n]\n',
  ],
  [
    'adds behind a trailing comma with a comment',
    'a: [\n  1, # one\n]\n',
    append('a', 3),
    'a: [\n  1, # one\n  3,\n]\n',
  ],
  ['adds before a bracket on the last line', 'a: [\n  1,\n  2 ]\n', append('a', 3), 'a: [\n  1,\n  2,\n  3 ]\n'],
  ['adds to empty braces inside braces', 'a: {b: {}}\n', set('a.b.c', [1]), 'a: {b: {c: [1]}}\n'],
  ['quotes what commas would cut', 'a: [x]\n', append('a', 'b, c'), 'a: [x, "b, c"]\n'],
  ['replaces a value', 'a: {b: 1, c: 2}\n', set('a.b', 'x'), 'a: {b: x, c: 2}\n'],
  ['gives a key without value one', 'a: {b, c: 2}\n', set('a.b', 'x'), 'a: {b: x, c: 2}\n'],
  ['gives a key with a colon one', 'a: {b:, c: 2}\n', set('a.b', 'x'), 'a: {b: x, c: 2}\n'],
  ['replaces a list in one line by one', 'a: [1, 2] # c\n', set('a', [3]), 'a: [3] # c\n'],
  ['writes JSON in JSON', '{"a": 1, "b": "x"}\n', set('c', { d: 'x' }), '{"a": 1, "b": "x", "c": {d: x}}\n'],
  ['removes the last', 'a: [1, 2] # c\n', remove('a.1'), 'a: [1] # c\n'],
  ['removes the first', 'a: [1, 2]\n', remove('a.0'), 'a: [2]\n'],
  ['removes the only', 'a: {b: 1}\n', remove('a.b'), 'a: {}\n'],
  ['removes before a trailing comma', 'a: [1, 2,]\n', remove('a.1'), 'a: [1,]\n'],
  ['removes a line', 'a: [\n  1, # one\n  2, # two\n  3\n]\n', remove('a.1'), 'a: [\n  1, # one\n  3\n]\n'],
  ['removes the last line', 'a: [\n  1, # one\n  2 # two\n]\n', remove('a.1'), 'a: [\n  1 # one\n]\n'],
  ['removes with anchor and tag', 'a: [1, !x &y 2, 3]\n', remove('a.1'), 'a: [1, 3]\n'],
  ['removes a pair without braces', 'a: [b: 1, c: 2]\n', remove('a.0'), 'a: [c: 2]\n'],
];

const rewrites: readonly Case[] = [
  ['part of a plain text', 'a: http://x:80 # c\n', rewrite('a', 'https', [0, 4]), 'a: https://x:80 # c\n'],
  ['part of a quoted text', 'a: "http://\\u0078"\n', rewrite('a', 'https', [0, 4]), 'a: "https://x"\n'],
  ['adds quotes that are needed', 'a: x1\n', rewrite('a', '', [0, 1]), 'a: "1"\n'],
  ['a number stays a number', 'a: 80\n', rewrite('a', '443'), 'a: 443\n'],
  [
    'a word in a block scalar',
    'a: |\n  x\n  curl http://x\nb: 1\n',
    rewrite('a', 'https', [7, 11]),
    'a: |\n  x\n  curl https://x\nb: 1\n',
  ],
  ['the second of two equal words', 'a: >\n  http\n  http\n', rewrite('a', 'ftp', [5, 9]), 'a: >\n  http\n  ftp\n'],
  ['a text that goes on', 'a: b\n  http://x\n', rewrite('a', 's', [6, 6]), 'a: b\n  https://x\n'],
  ['an image', "image: 'nginx:1'\n", rewrite('image', 'nginx:2'), "image: 'nginx:2'\n"],
];

const refusals: readonly (readonly [name: string, before: string, patch: Patch, words: RegExp])[] = [
  ['an alias as value', 'a: &x 1\nb: *x\n', set('b', 2), /alias \*x/],
  ['a route through an alias', 'a: &x {c: 1}\nb: *x\n', set('b.c', 2), /alias \*x/],
  ['a shared anchor', 'a: &x {c: 1}\nb: *x\n', set('a.c', 2), /&x/],
  ['removing a shared anchor', 'a: &x 1\nb: *x\n', remove('a'), /&x/],
  ['replacing what holds a shared anchor', 'a:\n  c: &x 1\nb: *x\n', set('a', 1), /&x/],
  ['a merged key', 'a: &x {c: 1}\nb:\n  <<: *x\n', set('b.c', 2), /merge key/],
  ['a merge key itself', 'a: &x {c: 1}\nb:\n  <<: *x\n', set('b.<<', 2), /merge key/],
  ['an unknown merge', 'b:\n  <<: *nowhere\n', set('b.c', 2), /merge key/],
  ['a template', 'a: {{ .Values.a }}\nb: 1\n', set('b', 2), /template/],
  ['a hole in the value', 'a: "{{ .Values.a }}"\n', set('a', 2), /template/],
  ['a key that is a collection', '? [a]\n: 1\nb: 2\n', set('c', 2), /question mark|collection/],
  ['a place that is not there', 'a: 1\n', remove('b'), /"b" is not there/],
  ['an index behind the end', 'a: [1]\n', set('a.4', 2), /cannot get one/],
  ['below a single value', 'a: 1\n', set('a.b', 2), /single value/],
  ['appending to a map', 'a:\n  b: 1\n', append('a', 2), /not a list/],
  ['behind a fault', 'a: 1\nb: "open\nc: 2\n', set('b', 2), /syntax error/],
  ['a key that stands twice', 'a: 1\na: 2\n', remove('a'), /more than once/],
  ['the whole document', 'a: 1\n', set('', 2), /whole document/],
];

describe('YAML in flow style', () => {
  for (const [name, before, patch, expected] of flow) {
    it(name, () => assert.equal(after('yaml', before, patch), expected));
  }
});

describe('YAML rewrites', () => {
  for (const [name, before, patch, expected] of rewrites) {
    it(name, () => assert.equal(after('yaml', before, patch), expected));
  }
});

describe('YAML refuses', () => {
  for (const [name, before, patch, words] of refusals) {
    it(name, () => assert.match(after('yaml', before, patch), new RegExp(`^refused: .*(?:${words.source})`)));
  }
  it('nothing above a fault', () =>
    assert.equal(after('yaml', 'a: 1\nb: "open\nc: 2\n', set('a', 3)), 'a: 3\nb: "open\nc: 2\n'));
  it('nothing for a key that its merge lacks', () => {
    const before = 'a: &x {c: 1}\nb:\n  <<: *x\n';
    assert.equal(after('yaml', before, set('b.d', 2)), `${before}  d: 2\n`);
  });
  it('nothing for braces in a comment or a block scalar', () => {
    const before = '# {{ x }}\na: |\n  {{ x }}\nb: 1\n';
    assert.equal(after('yaml', before, set('b', 2)), before.replace('b: 1', 'b: 2'));
  });
});
