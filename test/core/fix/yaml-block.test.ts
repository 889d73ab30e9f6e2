import assert from 'node:assert/strict';
import type { Patch } from '../../../server/src/core/fix/patch.ts';
import { after, append, remove, rename, set } from './support.ts';

type Case = readonly [name: string, before: string, patch: Patch, after: string];

const sets: readonly Case[] = [
  ['replaces a plain value', 'a: 1\nb: 2\n', set('a', 3), 'a: 3\nb: 2\n'],
  ['changes nothing when it is true already', 'a: 1 # c\n', set('a', 1), 'a: 1 # c\n'],
  ['keeps a comment behind the value', 'a: true # why\nb: 2\n', set('a', false), 'a: false # why\nb: 2\n'],
  ['keeps double quotes', 'a: "x"\n', set('a', 'q'), 'a: "q"\n'],
  ['keeps single quotes', "a: 'x'\n", set('a', "it's"), "a: 'it''s'\n"],
  ['drops the quotes for a number', 'a: "1"\n', set('a', 1), 'a: 1\n'],
  ['fills an empty value', 'a:\nb: 2\n', set('a', 'x'), 'a: x\nb: 2\n'],
  ['fills an empty value before a comment', 'a: # c\nb: 2\n', set('a', 'x'), 'a: x # c\nb: 2\n'],
  ['replaces a null', 'a: ~\n', set('a', 'x'), 'a: x\n'],
  ['keeps CRLF', 'a:\r\n  b: 1\r\nc: 2\r\n', set('a.d', 2), 'a:\r\n  b: 1\r\n  d: 2\r\nc: 2\r\n'],
  ['keeps the missing line break at the end', 'a:\n  b: 1', set('a.c', 2), 'a:\n  b: 1\n  c: 2'],
  ['adds a key at the root', 'a: 1\n', set('b', 2), 'a: 1\nb: 2\n'],
  ['adds below a byte order mark', '\uFEFFa: 1\n', set('b', 2), '\uFEFFa: 1\nb: 2\n'],
  ['adds before the end marker', '---\na: 1\n...\n', set('b', 2), '---\na: 1\nb: 2\n...\n'],
  [
    'adds before comments of what follows',
    'a:\n  b: 1\n# about c\nc: 2\n',
    set('a.d', 2),
    'a:\n  b: 1\n  d: 2\n# about c\nc: 2\n',
  ],
  [
    'adds behind comments of the last entry',
    'a:\n  b: 1\n  # more\nc: 2\n',
    set('d', 2),
    'a:\n  b: 1\n  # more\nc: 2\nd: 2\n',
  ],
  [
    'adds to the root behind deeper comments',
    'a:\n  b: 1\n  # more\n# end\n',
    set('d', 2),
    'a:\n  b: 1\n  # more\nd: 2\n# end\n',
  ],
  ['learns four columns', 'a:\n    b: 1\nc: 2\n', set('d.e', 1), 'a:\n    b: 1\nc: 2\nd:\n    e: 1\n'],
  [
    'makes what is missing on the way',
    'a:\n  b: 1\n',
    set('a.c.d.e', true),
    'a:\n  b: 1\n  c:\n    d:\n      e: true\n',
  ],
  ['makes a map of an empty value', 'a:\nb: 1\n', set('a.x', 1), 'a:\n  x: 1\nb: 1\n'],
  ['makes a map of an empty value with a comment', 'a: # c\nb: 1\n', set('a.x', 1), 'a: # c\n  x: 1\nb: 1\n'],
  ['makes a block of {}', 'a: {} # c\nb: 1\n', set('a.x', 1), 'a: # c\n  x: 1\nb: 1\n'],
  ['makes a block of {} in an item', '- {}\n- b\n', set('0.x', { q: 1, z: 2 }), '- x:\n    q: 1\n    z: 2\n- b\n'],
  ['makes a block of an empty item', '-\n- b\n', set('0.x', 1), '- x: 1\n- b\n'],
  ['adds a key to an item', '- name: a\n  x: 1\n- name: b\n', set('0.q', 2), '- name: a\n  x: 1\n  q: 2\n- name: b\n'],
  [
    'adds a key to the last item',
    's:\n- name: a\n- name: b',
    set('s.1.q', [1, 2]),
    's:\n- name: a\n- name: b\n  q:\n  - 1\n  - 2',
  ],
  ['writes indented lists where they are', 'a:\n  - x\nb: {}\n', set('c', ['q']), 'a:\n  - x\nb: {}\nc:\n  - q\n'],
  ['writes lists at the key where they are', 'a:\n- x\n', set('c', [{ k: 1, l: 2 }]), 'a:\n- x\nc:\n- k: 1\n  l: 2\n'],
  ['adds behind a block scalar', 'a: |\n  x\n\nb: 1\n', set('c', 1), 'a: |\n  x\n\nb: 1\nc: 1\n'],
  [
    'adds behind a last block scalar',
    'r:\n  a: |\n    x\n\nb: 1\n',
    set('r.c', 1),
    'r:\n  a: |\n    x\n  c: 1\n\nb: 1\n',
  ],
  [
    'adds behind a block scalar that keeps its breaks',
    'r:\n  a: |+\n    x\n\nb: 1\n',
    set('r.c', 1),
    'r:\n  a: |+\n    x\n\n  c: 1\nb: 1\n',
  ],
  [
    'adds behind a plain scalar of two lines',
    'r:\n  a: x\n    q\nb: 1\n',
    set('r.c', 1),
    'r:\n  a: x\n    q\n  c: 1\nb: 1\n',
  ],
  ['replaces a block scalar', 'a: |\n  x\n  q\nb: 1\n', set('a', 'z'), 'a: z\nb: 1\n'],
  ['writes a text over lines', 'a: 1\n', set('b', 'x\ny\n'), 'a: 1\nb: |\n  x\n  y\n'],
  ['replaces a map by a scalar', 'a: # c\n  b: 1\n  d: 2\ne: 3\n', set('a', false), 'a: false # c\ne: 3\n'],
  [
    'replaces a scalar by a map',
    'a: 1 # c\ne: 3\n',
    set('a', { b: 1, c: { d: 2 } }),
    'a: # c\n  b: 1\n  c:\n    d: 2\ne: 3\n',
  ],
  ['replaces a list by a list in its column', 'a:\n- x\n- q\nb: 1\n', set('a', ['z']), 'a:\n- z\nb: 1\n'],
  ['replaces the map of an item', '- a: 1\n  b: 2 # c\n- z\n', set('0', 'x'), '- x # c\n- z\n'],
  ['replaces an item by a map', '- x # c\n- z\n', set('0', { a: 1, b: 2 }), '- a: 1 # c\n  b: 2\n- z\n'],
  ['replaces a map by an empty one', 'a:\n  b: 1\nc: 1\n', set('a', {}), 'a: {}\nc: 1\n'],
  ['writes below a document marker', '---\n# only a comment\n', set('a', 1), '---\n# only a comment\na: 1\n'],
  ['writes into an empty text', '', set('a.b', 1), 'a:\n  b: 1\n'],
  ['copies the quotes of all neighbours', 'a: "x"\nb: "q"\n', set('c', 'z'), 'a: "x"\nb: "q"\nc: "z"\n'],
  ['copies the quotes of the keys', '"200": a\n"201": b\n', set('"404"', 'c'), '"200": a\n"201": b\n"404": c\n'],
  ['leaves number keys plain beside such', '200: a\n', set('"404"', 'c'), '200: a\n404: c\n'],
  ['quotes number keys otherwise', 'default: a\n', set('"404"', 'c'), 'default: a\n"404": c\n'],
  ['drops an unused anchor and tag with the value', 'a: !x &y 1\n', set('a', 2), 'a: 2\n'],
  ['adds below a tag', 'a: !override\n  b: 1\n', set('a.c', 2), 'a: !override\n  b: 1\n  c: 2\n'],
  ['sets an item', 'a:\n  - x\n  - q\n', set('a.1', 'z'), 'a:\n  - x\n  - z\n'],
  ['sets the item behind the last', 'a:\n  - x\n', set('a.1', 'z'), 'a:\n  - x\n  - z\n'],
  ['adds under a wide dash', 'a:\n-   x: 1\n', set('a.0.q', 2), 'a:\n-   x: 1\n    q: 2\n'],
  [
    'writes no block scalar above blanks that it would take in',
    'a:\n  b: 1\n      ',
    set('a.c', 'x\ny'),
    'a:\n  b: 1\n  c: "x\\ny"\n      ',
  ],
  ['adds a key called __proto__', 'a: 1\n', set('__proto__', 2), 'a: 1\n__proto__: 2\n'],
];

const appends: readonly Case[] = [
  ['to a list', 'a:\n  - x\nb: 1\n', append('a', 'q'), 'a:\n  - x\n  - q\nb: 1\n'],
  ['in quotes like its neighbours', 'a:\n  - "x"\n', append('a', 'q'), 'a:\n  - "x"\n  - "q"\n'],
  ['a map', 'a:\n- x: 1\n', append('a', { x: 2, q: { z: 1 } }), 'a:\n- x: 1\n- x: 2\n  q:\n    z: 1\n'],
  [
    'with the gap of the neighbours',
    'a:\n-   x: 1\n',
    append('a', { x: 2, q: 3 }),
    'a:\n-   x: 1\n-   x: 2\n    q: 3\n',
  ],
  ['to a missing list', 'a:\n  b: 1\n', append('a.c', 'q'), 'a:\n  b: 1\n  c:\n    - q\n'],
  ['to an empty value', 'a:\n  b:\nc: 1\n', append('a.b', 'q'), 'a:\n  b:\n    - q\nc: 1\n'],
  ['to []', 'a: [] # c\n', append('a', { b: 1 }), 'a: # c\n  - b: 1\n'],
  ['to a list in one line', 'a: [x, q] # c\n', append('a', 'z'), 'a: [x, q, z] # c\n'],
  ['to a root list', '- a\n# end\n', append('', 'b'), '- a\n- b\n# end\n'],
  ['to a nested list', '- - a\n- c\n', append('0', 'b'), '- - a\n  - b\n- c\n'],
];

const removes: readonly Case[] = [
  ['an entry with its comment', 'a: 1\nb: 2 # c\nc: 3\n', remove('b'), 'a: 1\nc: 3\n'],
  ['an entry with what is below it', 'a: 1\nb:\n  x: 1\n  # deep\nc: 3\n', remove('b'), 'a: 1\nc: 3\n'],
  ['the last entry without a line break', 'a: 1\nb: 2', remove('b'), 'a: 1'],
  ['the first key of an item', '- name: x\n  b: 1\n', remove('0.name'), '- b: 1\n'],
  [
    'the first key of an item above a comment',
    '- name: x # n\n  # about b\n  b: 1\n',
    remove('0.name'),
    '-\n  # about b\n  b: 1\n',
  ],
  ['the only key of an item', '- name: x # n\n- q\n', remove('0.name'), '- {} # n\n- q\n'],
  ['the only entry', 'a:\n  b: 1\nc: 2\n', remove('a.b'), 'a: {}\nc: 2\n'],
  [
    'the only entry below a comment',
    'a: # c\n  # about b\n  b: 1\nc: 2\n',
    remove('a.b'),
    'a: {} # c\n  # about b\nc: 2\n',
  ],
  ['the only item', 'a:\n- b\nc: 2\n', remove('a.0'), 'a: []\nc: 2\n'],
  ['the only item below a tag', 'a: !override\n- b\n', remove('a.0'), 'a: !override []\n'],
  ['the only entry of the document', '# c\na: 1 # d\n', remove('a'), '# c\n{} # d\n'],
  ['the first item', 'a:\n  - x\n  - q\n', remove('a.0'), 'a:\n  - q\n'],
  ['the first item of an item', '- - x\n  - q\n', remove('0.0'), '- - q\n'],
  ['an item between comments', 'a:\n  # one\n  - x\n  # two\n  - q\n', remove('a.1'), 'a:\n  # one\n  - x\n  # two\n'],
  ['with CRLF', 'a: 1\r\nb: 2\r\nc: 3\r\n', remove('b'), 'a: 1\r\nc: 3\r\n'],
  ['a block scalar', 'a: |\n  x\n  q\nb: 1\n', remove('a'), 'b: 1\n'],
  ['an entry that refers to an anchor', 'a: &x 1\nb: *x\nc: 1\n', remove('b'), 'a: &x 1\nc: 1\n'],
];

const renames: readonly Case[] = [
  ['a key', 'a:\n  b: 1 # c\n', rename('a.b', 'd'), 'a:\n  d: 1 # c\n'],
  ['a key in quotes', '"a": 1\n', rename('a', 'b'), '"b": 1\n'],
  ['to a key that needs quotes', 'a: 1\n', rename('a', 'on'), '"on": 1\n'],
  ['a key in braces', 'x: {a: 1, b: 2}\n', rename('x.b', 'c'), 'x: {a: 1, c: 2}\n'],
];

for (const [title, cases] of [
  ['set', sets],
  ['append', appends],
  ['remove', removes],
  ['rename', renames],
] as const) {
  describe(`YAML in block style: ${title}`, () => {
    for (const [name, before, patch, expected] of cases) {
      it(name, () => assert.equal(after('yaml', before, patch), expected));
    }
  });
}
