import assert from 'node:assert/strict';
import { blank, type Patch } from '../../../server/src/core/fix/patch.ts';
import { after, append, remove, rename, rewrite, set } from './support.ts';

const cases: readonly (readonly [name: string, before: string, patch: Patch, after: string])[] = [
  ['replaces a value', '{"a": 1}', set('a', 'x'), '{"a": "x"}'],
  ['adds in one line', '{"a": 1}', set('b', { c: [1, 2] }), '{"a": 1, "b": {"c": [1, 2]}}'],
  ['adds without blanks', '{"a":1,"b":2}', set('c', { d: 1, e: 2 }), '{"a":1,"b":2,"c":{"d":1,"e":2}}'],
  [
    'adds over lines',
    '{\n  "a": 1\n}\n',
    set('b', { c: [1] }),
    '{\n  "a": 1,\n  "b": {\n    "c": [\n      1\n    ]\n  }\n}\n',
  ],
  [
    'learns tabs',
    '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\n',
    set('a.c', {}),
    '{\n\t"a": {\n\t\t"b": 1,\n\t\t"c": {}\n\t}\n}\n',
  ],
  [
    'learns four blanks and CRLF',
    '{\r\n    "a": {}\r\n}\r\n',
    set('a.c', [1]),
    '{\r\n    "a": {\r\n        "c": [\r\n            1\r\n        ]\r\n    }\r\n}\r\n',
  ],
  ['fills an empty file of braces', '{}', set('a', 1), '{\n  "a": 1\n}'],
  ['makes what is missing', '{"a": 1}', set('b.c.d', true), '{"a": 1, "b": {"c": {"d": true}}}'],
  ['replaces null on the way', '{"a": null}', set('a.b', 1), '{"a": {"b": 1}}'],
  [
    'keeps comments',
    '{\n  "a": 1, // one\n  "b": 2 // two\n  // end\n}',
    set('c', 3),
    '{\n  "a": 1, // one\n  "b": 2, // two\n  "c": 3\n  // end\n}',
  ],
  ['keeps a trailing comma', '{\n  "a": 1,\n}', set('b', 2), '{\n  "a": 1,\n  "b": 2,\n}'],
  ['appends', '{"a": [1]}', append('a', 2), '{"a": [1, 2]}'],
  ['appends to a missing list', '{\n  "a": 1\n}', append('b', 'x'), '{\n  "a": 1,\n  "b": [\n    "x"\n  ]\n}'],
  ['removes the last over lines', '{\n  "a": 1,\n  "b": 2\n}', remove('b'), '{\n  "a": 1\n}'],
  ['removes the first over lines', '{\n  "a": 1,\n  "b": 2\n}', remove('a'), '{\n  "b": 2\n}'],
  ['removes the last in one line', '{"a": 1, "b": 2}', remove('b'), '{"a": 1}'],
  ['removes the only', '{"a": [1]}', remove('a.0'), '{"a": []}'],
  [
    'removes a map over lines',
    '[\n  {\n    "a": 1\n  },\n  {\n    "b": 1\n  }\n]',
    remove('0'),
    '[\n  {\n    "b": 1\n  }\n]',
  ],
  ['renames', '{"a": 1}', rename('a', 'b"c'), '{"b\\"c": 1}'],
  ['rewrites', '{"a": "http://\\u0078"}', rewrite('a', 'https', [0, 4]), '{"a": "https://x"}'],
  ['rewrites a number', '{"a": 80}', rewrite('a', '443'), '{"a": 443}'],
  ['writes a blank number bare', '{"a": 1}', set('b', blank('100')), `{"a": 1, "b": ${blank('100')}}`],
  ['writes a blank text in quotes', '{"a": 1}', set('b', blank('me')), `{"a": 1, "b": "${blank('me')}"}`],
  ['refuses a place that is not there', '{"a": 1}', remove('b'), 'refused: "b" is not there.'],
  ['refuses an empty file', '', set('b', 1), 'refused: The file is empty.'],
  [
    'refuses below a fault',
    '{"a": 1 "b": 2}',
    set('b', 1),
    'refused: There is a syntax error above this place; repair it first.',
  ],
];

describe('JSON', () => {
  for (const [name, before, patch, expected] of cases) {
    it(name, () => assert.equal(after('json', before, patch), expected));
  }
});
