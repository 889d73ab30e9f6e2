// Read directly, in part, or again after an edit: the tree of a document is the one that the whole parser gives.
import assert from 'node:assert/strict';
import { splitYamlStream } from '../../server/src/core/syntax/chunk.ts';
import type { Node } from '../../server/src/core/syntax/node.ts';
import { parseYaml, readYaml } from '../../server/src/core/syntax/yaml.ts';
import { PlainReader } from '../../server/src/core/syntax/yaml-plain.ts';
import { updateYaml } from '../../server/src/core/syntax/yaml-update.ts';
import { parseWholeYaml } from '../../server/src/core/syntax/yaml-whole.ts';
import { corpusTexts } from '../support/corpus.ts';
import { longYamlTrees, yamlTrees } from '../support/properties/trees.ts';
import { holds } from '../support/properties/property.ts';
import { editedText, randomFrom } from '../support/typing.ts';
import { filler, traps } from '../support/yaml-traps.ts';

/** Texts of one construct each, and what is nearly it: all are read, or left to the whole parser, alike. */
const nearMisses: Readonly<Record<string, readonly string[]>> = {
  'plain scalars': [
    'a: b',
    'a: b: c',
    'a: b #c',
    'a: b#c',
    'a: b :c',
    'a: -b',
    'a: - b',
    'a: ?b',
    'a: :b',
    'a: b\tc',
    'a: @b',
    'a: %b',
    'a: b\\n',
    'a: ,b',
    'a: b,',
    'a: ]',
    'a: b]',
  ],
  'plain scalars over lines': [
    'a: b\n  c',
    'a: b\n  c: d',
    'a: b\n c\n\n\n  d\n',
    'a: b\n  #c\n',
    'a: b\n  # c\n  d',
    'a: b\nc',
    'a: b\n  - c',
    'a:\n  b\n  c',
    'a:\n  b\n c',
    'a:\n b\nc: d',
    '- a\n  b\n- c',
    '- a\n b',
    '- a\nb',
    'a: b \r\n  c\r\n',
    'a: b\r  c',
  ],
  'single quotes': [
    "a: 'b'",
    "a: 'b''c'",
    "a: 'b' c",
    "a: 'b'#c",
    "a: 'b' #c",
    "a: 'b",
    "a: 'b\n  c'",
    "a: 'b\nc'",
    "'a': b",
    "'a' : b",
    "'a':b",
    "a: 'b\n\n  c '",
    "a: 'b \n  c'''",
    "- 'a'\n- 'b': c",
  ],
  'double quotes': [
    'a: "b"',
    'a: "b\\"c"',
    'a: "\\x41\\u00e9\\U0001F600"',
    'a: "\\xZZ"',
    'a: "\\q"',
    'a: "b\\\n  c"',
    'a: "b  \n   c\n\n  d"',
    'a: "b\nc"',
    'a: "b" c',
    'a: "\\ud83d\\ude00"',
    'a: "\\\\"',
    'a: "b\\',
    '"a"b: c',
    'a: "\tb"',
    'a: "b\r\n  c"',
    '"a\n  b": c',
  ],
  'block scalars': [
    'a: |\n  b',
    'a: |\n  b\n',
    'a: |\n  b\n\n',
    'a: |+\n  b\n\n\nc: d',
    'a: |-\n  b\n\nc: d',
    'a: |2\n   b',
    'a: |\n\n  b\n',
    'a: |\n    \n  b\n',
    'a: |\n  b\n    \n',
    'a: |\n  b\n    \n  c\n',
    'a: |\nb: c',
    'a: |',
    'a: | # c\n  b',
    'a: |#c\n  b',
    'a: |x\n  b',
    'a: |\n  b\n c\n',
    'a: |\n\tb',
    'a: |\n  \tb\n',
    'a: |\n  b\n\t\n',
    'a: >\n  b\n  c\n\n  d\n',
    'a: >\n  b\n    c\n\n    d\n  e\n',
    'a: >-\n  b\n\n\n  c',
    'a: >+\n  b\n\n',
    'a: >\n\n  b',
    '- |\n a\n- b',
    '- - |\n   a\n',
    'a: |\r\n  b\r\n  c\r\nd: e',
    'a: |\n  # b\n# c\nd: e',
    'a: |\n  b\n   ',
  ],
  maps: [
    'a:',
    'a: ',
    'a:\n',
    'a: # c',
    'a:#c',
    'a :b',
    'a : b',
    'a:\n  b:\n    c: d\n',
    'a:\n  b: c\n d: e',
    'a:\n  b: c\n   d: e',
    ' a: b\n c: d',
    ' a: b\nc: d',
    'a: b\n c: d',
    'a\nb: c',
    'a: b\nc',
    'a:\tb',
    '\ta: b',
    'a: b\n\t\nc: d',
    'a: b\n\t# c\n',
    '? a\n: b',
    '? a\n\n: b',
    '? a\n  b\n: c',
    '? a',
    '? a: b\n: c',
    ': a',
    'a:\n: b',
    '<<: *a',
    'a: &b c',
    'a: !b c',
    '&a b: c',
    '*a : b',
    '1: a\ntrue: b\n~: c',
    'a: b\na: c',
    '--- a',
    '---\na: b',
    '---\n---\na: b',
    'a: b\n...\n',
    'a: b\n--- c',
    '%YAML 1.2\n---\na: b',
    '---a: b',
    '--- # c\na: b',
  ],
  lists: [
    '- a',
    '-',
    '-a',
    '- ',
    '-\n-',
    '- # c\n  a: b',
    '- a: b\n  c: d',
    '- a: b\n c: d',
    '- a: b\n   c: d',
    '- - a\n  - b',
    '- - a\n - b',
    'a:\n- b\n- c\nd: e',
    'a:\n- b\n c: d',
    'a:\n  - b\n  c: d',
    'a: b\n- c',
    '- a:\n  - b',
    '- a:\n- b',
    '-\n  a: b',
    '-\na: b',
    '- a\nb: c',
    '-   a: b\n    c: d',
    '- "a": b\n  c: d',
    '-\t- a',
    '- ? a\n  : b',
  ],
  'flow collections': [
    'a: []',
    'a: {}',
    'a: [b, c]',
    'a: [b, c,]',
    'a: [b,, c]',
    'a: [,b]',
    'a: {b: c}',
    'a: {b:c}',
    'a: {"b":c}',
    'a: {"b" :c}',
    'a: {b: }',
    'a: {b}',
    'a: [b: c]',
    'a: [b:c]',
    'a: [b, {c: [d]}]',
    'a: [b] c',
    'a: [b]: c',
    'a: [b] # c',
    'a: [b]# c',
    'a: [\n  b,\n  c\n]',
    'a: [\n  b\n ]\n',
    'a: [\nb]',
    'a: [b\n  c]',
    'a: [b # c\n  , d]',
    'a: [-1, -, - b]',
    'a: [-b]',
    'a: [?b]',
    'a: [:b]',
    'a: [b',
    'a: {b: [}',
    '[a]',
    '{a: b}',
    'a:\n  [b]',
    'a:\n  {b: c}',
    'a: {"b\n  c": d}',
    'a: [ "b" , \'c\' ]',
    'a: ["b"c]',
    'a: {b: c: d}',
    '- [a]\n- {b: c}',
    'a: [*b]',
    'a: [b\n  ,c]',
    'a: {b\n  : c}',
    'a: {b:\n  c}',
    'a: {\r\n  b: c\r\n}',
  ],
  'values of the core schema': [
    '~',
    'null',
    'Null',
    'nULL',
    'true',
    'TRUE',
    'tRue',
    'yes',
    '0',
    '-0',
    '+12',
    '0o17',
    '0o8',
    '0x1F',
    '0xG',
    '012',
    '1.',
    '.5',
    '-.5',
    '1e3',
    '1.5E-3',
    '.e3',
    '.inf',
    '-.INF',
    '+.Inf',
    '.iNF',
    '.nan',
    '.NaN',
    '-.nan',
    '1_000',
    '9007199254740993',
    '12:30',
    '2001-01-01',
    '-',
    '+',
    '.',
    '..',
    'NaN',
    'Infinity',
  ].map((it) => `a: ${it}\n${it}: a`),
};

/** The plain reader may leave a text to the whole parser, but never read it differently. */
function assertPlain(text: string): boolean {
  const root = new PlainReader(text).document();
  if (!root) return false;
  assert.deepEqual({ root, faults: [], anchors: new Map() }, parseWholeYaml(text), JSON.stringify(text));
  return true;
}

const generated = [
  ...Object.values(traps),
  ...Object.values(nearMisses)
    .flat()
    .filter((it) => assertQuietly(it)),
];

function assertQuietly(text: string): boolean {
  return new PlainReader(text).document() !== undefined;
}

describe('the plain reader of YAML', () => {
  for (const [name, texts] of Object.entries(nearMisses)) {
    it(`is right about ${name} or leaves them alone`, () => {
      for (const text of texts) {
        assertPlain(text);
        // The same in the middle of a document, and with line ends of Windows.
        const inner = `x:\n  - y: 1\n    z:\n${text.replace(/^/gm, '      ')}\n  - w\nv: 2\n`;
        assertPlain(inner);
        assertPlain(inner.replace(/\r?\n/g, '\r\n'));
        assertPlain(`${text}\n`);
      }
    });
  }

  it('reads what files are mostly written in', () => {
    const text =
      '# c\na: b\nlist:\n- x: "y"\n  z: [1, {p: \'q\'}]\n-   - 1\n    - |\n      text\nlong: >-\n  one\n  two\n? key\n: v\n';
    assert.ok(assertPlain(text));
    assert.ok(assertPlain(text.replaceAll('\n', '\r\n')));
  });

  it('is right about every document of the corpus, and reads most of them', function () {
    this.timeout(240_000);
    const documents = corpusTexts(/\.ya?ml$/).flatMap((text) => splitYamlStream(text).map((it) => it.text));
    const small = documents.filter((it) => it.length < 20_000);
    const read = small.filter(assertPlain).length;
    assert.ok(read >= small.length * 0.9, `${read} of ${small.length}`);
  });

  it('is right about edited documents or leaves them alone', function () {
    this.timeout(240_000);
    const random = randomFrom(20_261_123);
    const documents = [...generated, ...corpusTexts(/\.ya?ml$/).filter((it) => it.length < 3000)];
    for (let i = 0; i < 3000; i++) {
      let text = random.pick(documents);
      for (let edits = random.below(6) + 1; edits > 0; edits--) text = editedText(text, random);
      assertPlain(text);
    }
  });
});

describe('a large YAML document', () => {
  for (const [name, text] of Object.entries(traps)) {
    it(`is read as the whole parser reads it: ${name}`, () => {
      assert.deepEqual(parseYaml(text), parseWholeYaml(text));
    });
  }

  it('gives the same tree after any edits as a fresh reading of the edited text', function () {
    this.timeout(240_000);
    holds(yamlTrees(), { edits: 800, seed: 4 });
  });

  it('gives the same tree after any edits when it is so large that its faults stay where they are', function () {
    this.timeout(240_000);
    holds(longYamlTrees(), { edits: 150, seed: 7 });
  });

  it('keeps everything beside the way to an edit', () => {
    const text = Array.from({ length: 40 }, (_, i) =>
      `key${i}:\n${filler}  - list\n`.replace('  - list', '  list:\n  - a: 1'),
    ).join('');
    const before = readYaml(text);
    const after = readYaml(text.replace('key20:\n', 'key20:\n  more: 1\n'), before);
    assert.equal(after.tree.root?.kind, 'map');
    const [old, now] = [collections(before.tree.root), collections(after.tree.root)];
    assert.equal(now.length, old.length);
    assert.equal(now.filter((it) => !old.includes(it)).length, 2, 'the root and its changed entry');
  });

  it('is not read again as a whole for an edit of a key that holds most of it', () => {
    const text = `a: 1\nb:\n${Array.from({ length: 40 }, (_, i) => `  k${i}:\n    c: 1\n`).join('')}d: 1\n`.padEnd(
      1300,
      '#',
    );
    const before = readYaml(text);
    const after = updateYaml(before, text.replace('\nb:', '\nbee:'), { parse: () => undefined, tolerant: false });
    const b = (root: Node | undefined): Node | undefined => (root?.kind === 'map' ? root.entries[1]?.value : undefined);
    const [was, is] = [b(before.tree.root), b(after?.tree.root)];
    assert.ok(was?.kind === 'map' && is?.kind === 'map' && was.entries === is.entries);
  });
});

/** The lists of children, by which others know what has not changed. */
function collections(node: Node | undefined): readonly unknown[] {
  if (node?.kind === 'map') return [node.entries, ...node.entries.flatMap((it) => collections(it.value))];
  return node?.kind === 'list' ? [node.items, ...node.items.flatMap(collections)] : [];
}
