/** A text without meaning that makes a piece long. */
export const filler = `  description: >-\n    ${'words that fill the piece '.repeat(60)}\n`;

/** Shapes that a cut could get wrong, each long enough to be cut. */
export const traps: Readonly<Record<string, string>> = {
  'a list at the indentation of its key': `a:\n- x: 1\n${filler}- y: 2\nb:\n${filler}`,
  'an explicit key': `? complex\n: value\nb:\n${filler}`,
  'explicit keys among plain ones': `r:\n  a: 1\n  ? a long key\n  : - x\n    - y\n  ? other\n  b: 2\n${filler}`,
  'a colon that opens a value without a key': `a: 1\n: odd\nb:\n${filler}`,
  'a flow collection that closes at the margin': `a: {\n  b: 1,\nc: 2\n}\nd:\n${filler}`,
  'a quoted scalar over lines with a colon at the margin': `a: "one\n\n  b: two"\nc:\n${filler}`,
  'a block scalar that looks like keys': `a: |\n  b: 1\n  - c\n\n  # no comment\nd:\n${filler}`,
  'a block scalar that keeps its end': `a: |+\n  text\n\n\nb:\n${filler}`,
  'anchors and aliases across pieces': `a: &x\n  k: 1\n${filler}b:\n  <<: *x\n${filler}`,
  'an anchor inside a nested piece': `a:\n  n: &deep\n    k: 1\n  ${filler}  m: *deep\nb:\n${filler}`,
  'tabs after the value': `a:\t1\nb:\t\n${filler}`,
  'carriage returns': `a:\r\n  b: 1\r\n  c: |\r\n    ${'long '.repeat(300)}\r\nd: 2\r\n`,
  'comments at odd indentations': `# head\na:\n # odd\n  b: 1\n      # far\n${filler}# tail\nc: 3\n  # end`,
  'a bare document marker': `---\na:\n${filler}b: 1\n`,
  'a marker with content': `--- {a: 1}\n# ${'x'.repeat(1500)}\n`,
  'empty values at the end': `a:\n${filler}b:\n  c:\n  d:\n`,
  'a key with a hash': `a#b: 1\n"q: x": 2\n'it''s': 3\nc:\n${filler}`,
  'two equal keys': `a: 1\na:\n${filler}`,
  'a byte order mark behind a blank line': `\n\uFEFFa:\n${filler}b: 1\n`,
  'a key that is a block map, without a value': `a:\n  - b: 1\n    ? c:\n    d: 2\n  - e\nf:\n${filler}`,
  'a flow collection with a comment that closes at the margin': `a: {\n  # why\n  b: 1\n}\nd:\n${filler}`,
  'a string over lines that look like keys': `a:\n  "one\n  b: two"\nd:\n${filler}`,
  'a byte order mark': `\uFEFFa:\n${filler}b: 1\n`,
};
