import assert from 'node:assert/strict';
import { DockerfileParser } from 'dockerfile-ast';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseDockerfile } from '../../server/src/core/syntax/dockerfile.ts';
import type { DockerfileTree, InstructionNode } from '../../server/src/core/syntax/dockerfile.ts';
import { sourceRange } from '../../server/src/core/text/joined-text.ts';

/** A Dockerfile with most of what the language has. */
const full = `# syntax=docker/dockerfile:1
# check=skip=JSONArgsRecommended;error=true
ARG VERSION=3.20 EMPTY= BARE

# the base
FROM --platform=$BUILDPLATFORM alpine:\${VERSION} AS base
ENV A=1 B="two words" \\
    # inside
    C='x y'

ENV OLD the rest of it
LABEL a.b="c" d=e
RUN --mount=type=cache,target=/root --network=none \\
    apk add curl \\

    && curl -fsSL https://x | sh
RUN <<EOF
echo a
EOF
COPY --from=0 --chown=a:b ["a b", "/c/"]
COPY <<-"ONE" <<TWO /d/
\tone
\tONE
two
TWO
HEALTHCHECK --interval=5s CMD ["curl", "x"]
ONBUILD RUN --mount=type=ssh echo \\
  b
USER 1000:1000
CMD echo hi
`;

const keywords = (tree: DockerfileTree): string[] => tree.instructions.map(({ keyword }) => keyword);

function only(text: string): InstructionNode {
  const [instruction] = parseDockerfile(text).instructions;
  assert.ok(instruction);
  return instruction;
}

const pairsOf = (text: string): (string | null | undefined)[][] =>
  only(text).pairs.map(({ key, value }) => [key.value, value === null ? null : value.value]);

/** What an instruction says, whatever ends its lines. */
const told = (text: string): unknown =>
  parseDockerfile(text).instructions.map(({ keyword, args, flags, pairs, source, heredocs }) => [
    keyword,
    args.map(({ value }) => value),
    flags.map(({ name, value }) => [name, value]),
    pairs.map(({ key, value }) => [key.value, value?.value]),
    source.text,
    heredocs.map(({ body }) => body.replaceAll('\r\n', '\n')),
  ]);

describe('Dockerfile trees', () => {
  it('have directives, comments and instructions in their places', () => {
    const tree = parseDockerfile(full);
    assert.deepEqual(tree.errors, []);
    assert.deepEqual(
      tree.directives.map(({ name, value, valueRange }) => [name, value, full.slice(valueRange.start, valueRange.end)]),
      [
        ['syntax', 'docker/dockerfile:1', 'docker/dockerfile:1'],
        ['check', 'skip=JSONArgsRecommended;error=true', 'skip=JSONArgsRecommended;error=true'],
      ],
    );
    assert.deepEqual(
      tree.comments.map(({ text }) => text),
      ['the base', 'inside'],
    );
    assert.equal(keywords(tree).join(' '), 'ARG FROM ENV ENV LABEL RUN RUN COPY COPY HEALTHCHECK ONBUILD USER CMD');
    assert.deepEqual(
      tree.instructions[1]?.comments.map(({ text }) => text),
      ['the base'],
    );
  });

  it('locate every step of a route', () => {
    const tree = parseDockerfile(full);
    const at = (...[route, part, span]: Parameters<DockerfileTree['locate']>): string | undefined => {
      const range = tree.locate(route, part, span);
      return range && full.slice(range.start, range.end);
    };
    assert.equal(at([])?.length, full.length);
    assert.equal(at(['directives', 0]), '# syntax=docker/dockerfile:1');
    assert.equal(at(['comments', 1]), '# inside');
    assert.equal(at([1, 'keyword']), 'FROM');
    assert.equal(at([1], 'key'), 'FROM');
    assert.equal(at([1]), 'FROM --platform=$BUILDPLATFORM alpine:${VERSION} AS base');
    assert.equal(at([1, 'text']), 'alpine:${VERSION} AS base');
    assert.equal(at([1, 'flags', 0, 'value']), '$BUILDPLATFORM');
    assert.equal(at([1, 'args', 2]), 'base');
    assert.equal(at([2, 'pairs', 1]), 'B="two words"');
    assert.equal(at([2, 'pairs', 2, 'key']), 'C');
    assert.equal(at([2, 'pairs', 2, 'value']), "'x y'");
    assert.equal(at([3, 'pairs', 0, 'value']), 'the rest of it');
    assert.equal(at([5, 'flags', 1]), '--network=none');
    assert.equal(at([5], undefined, [0, 7]), 'apk add');
    assert.equal(at([6, 'heredocs', 0, 'body']), 'echo a\n');
    assert.equal(at([7, 'args', 1]), '"/c/"');
    assert.equal(at([8, 'heredocs', 1]), '<<TWO');
    assert.equal(at([10, 'onbuild', 'flags', 0, 'value']), 'type=ssh');
    assert.equal(at([10, 'onbuild', 'args', 1]), 'b');
    for (const route of [[99], [0, 'args', 9], [0, 'onbuild'], ['nothing'], [0, 'heredocs', 0], [0, 'pairs', 'x']]) {
      assert.equal(at(route), undefined);
    }
  });

  it('map joined lines back to the file', () => {
    const run = parseDockerfile(full).instructions[5];
    assert.equal(run?.source.text, 'apk add curl     && curl -fsSL https://x | sh');
    const start = run.source.text.indexOf('https');
    const { start: from, end } = sourceRange(run.source, start, start + 9);
    assert.equal(full.slice(from, end), 'https://x');
  });

  it('keep pairs of all spellings', () => {
    assert.deepEqual(pairsOf('ENV A=1 B="x y" C=a\\ b D= E=\'$F\''), [
      ['A', '1'],
      ['B', 'x y'],
      ['C', 'a b'],
      ['D', ''],
      ['E', '$F'],
    ]);
    assert.deepEqual(pairsOf('ENV KEY some "quoted" value'), [['KEY', 'some quoted value']]);
    assert.deepEqual(pairsOf('ARG A B=1'), [
      ['A', null],
      ['B', '1'],
    ]);
    assert.deepEqual(pairsOf('LABEL "a b"=c'), [['a b', 'c']]);
    assert.equal(parseDockerfile('ENV A').errors[0]?.code, 'name-value');
  });

  it('tell exec form, shell form and what only looks like exec form', () => {
    const cases: [string, string | null, boolean, string[]][] = [
      ['CMD ["a", "b\\n\\u0041"]', 'exec', false, ['a', 'b\nA']],
      ['CMD []', 'exec', false, []],
      ['CMD a b', 'shell', false, ['a', 'b']],
      ["CMD ['a', 'b']", 'shell', true, ['[a,', 'b]']],
      ['CMD ["a", "b",]', 'shell', true, ['[a,', 'b,]']],
      ['CMD ["a"', 'shell', true, ['[a']],
      ['RUN [ -f a ] && b', 'shell', false, ['[', '-f', 'a', ']', '&&', 'b']],
      ['HEALTHCHECK CMD ["a"]', 'exec', false, ['CMD', 'a']],
      ['HEALTHCHECK NONE', null, false, ['NONE']],
      ['COPY ["a b", "c"]', 'exec', false, ['a b', 'c']],
      ['COPY a b', null, false, ['a', 'b']],
      ['WORKDIR /a b', null, false, ['/a b']],
    ];
    for (const [text, form, malformed, args] of cases) {
      const node = only(text);
      const values = node.args.map(({ value }) => value);
      assert.deepEqual([node.form, node.malformedExec, values], [form, malformed, args], text);
    }
  });

  it('follow the escape directive, a byte order mark and a shebang', () => {
    const tree = parseDockerfile('\uFEFF# escape=`\nFROM a\nRUN dir C:\\ `\n  && b\nCOPY a C:\\\nUSER x\n');
    assert.equal(tree.escape, '`');
    assert.deepEqual(keywords(tree), ['FROM', 'RUN', 'COPY', 'USER']);
    assert.deepEqual(keywords(parseDockerfile('#!/usr/bin/env docker\n# escape=`\nFROM a `\nAS b')), ['FROM']);
    // After another comment it is a comment itself.
    assert.equal(parseDockerfile('# a comment\n# escape=`\nFROM a\nRUN b `\nUSER c').escape, '\\');
    assert.deepEqual(
      parseDockerfile('# escape=x\n# escape=`\nFROM a').errors.map(({ code }) => code),
      ['directive', 'directive'],
    );
  });

  it('join lines only at an escape character that is not escaped', () => {
    assert.deepEqual(keywords(parseDockerfile('RUN a \\ \t\n b\nUSER c')), ['RUN', 'USER']);
    assert.deepEqual(keywords(parseDockerfile('RUN a \\\\\nUSER c')), ['RUN', 'USER']);
    assert.deepEqual(keywords(parseDockerfile('RUN a \\\n# c\n\n  # d\n b\nUSER c')), ['RUN', 'USER']);
    assert.deepEqual(keywords(parseDockerfile('RUN a \\')), ['RUN']);
    assert.deepEqual(keywords(parseDockerfile('RUN a \\\n\n# c\n')), ['RUN']);
  });

  it('keep what is unknown, half typed or not closed', () => {
    const tree = parseDockerfile('FROM a\nRU\nrun\nONBUILD\nONBUILD FROM b\nFOO --x=1 y\nRUN cat <<END\nCMD z');
    assert.deepEqual(keywords(tree), ['FROM', 'RU', 'RUN', 'ONBUILD', 'ONBUILD', 'FOO', 'RUN']);
    assert.deepEqual(
      tree.errors.map(({ code }) => code),
      ['unknown-instruction', 'missing-argument', 'missing-argument', 'onbuild', 'unknown-instruction', 'heredoc-open'],
    );
    assert.equal(tree.instructions[6]?.heredocs[0]?.endRange, null);
    assert.deepEqual(keywords(parseDockerfile('')), []);
    assert.deepEqual(keywords(parseDockerfile('\\\n')), []);
  });

  it('take a here-document for one only where BuildKit does', () => {
    assert.deepEqual(keywords(parseDockerfile('RUN cat <<< a\nUSER b')), ['RUN', 'USER']);
    assert.deepEqual(keywords(parseDockerfile('RUN echo $((1<<2))\nUSER b')), ['RUN', 'USER']);
    assert.deepEqual(keywords(parseDockerfile('RUN ["a", "<<b"]\nUSER b')), ['RUN', 'USER']);
    assert.deepEqual(keywords(parseDockerfile('RUN echo "<<A"\nUSER b')), ['RUN', 'USER']);
    assert.deepEqual(keywords(parseDockerfile('ENV A=<<B\nUSER b')), ['ENV', 'USER']);
    assert.deepEqual(keywords(parseDockerfile('ONBUILD RUN <<A\nUSER b\nA\nUSER c')), ['ONBUILD', 'USER']);
    assert.deepEqual(keywords(parseDockerfile('RUN a && \\\n cat <<A > f\nUSER b\nA\nUSER c')), ['RUN', 'USER']);
  });

  it('exist for every prefix, with ranges in order and inside the text', () => {
    for (let length = 0; length <= full.length; length += 1) wellFormed(full.slice(0, length));
    const line = fc.constantFrom(
      ...full.split('\n'),
      'RUN a \\',
      '  # c',
      '',
      'EOF',
      'RUN <<EOF cat <<-X',
      'CMD ["a',
      '\\',
      '\r',
      '# escape=`',
      'RUN --a="b',
      'ENV "',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        wellFormed(lines.join(end));
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        wellFormed(text);
      }),
    );
  });

  it('do not depend on the kind of line end', () => {
    assert.deepEqual(told(full.replaceAll('\n', '\r\n')), told(full));
  });

  it('see the same instructions as dockerfile-ast', () => {
    const theirs = DockerfileParser.parse(full)
      .getInstructions()
      .map((found) => [found.getKeyword(), found.getRange().start.line]);
    const ours = parseDockerfile(full).instructions.map(({ keyword, range }) => [
      keyword,
      full.slice(0, range.start).split('\n').length - 1,
    ]);
    assert.deepEqual(ours, theirs);
  });

  it('take linear time', () => {
    const pieces = [
      'RUN a \\\n',
      'RUN cat <<A\n',
      'ENV A=1\n',
      '# c\n',
      '<<A ',
      '"a",',
      'ONBUILD ',
      '"',
      'RUN <<A <<A <<A\n',
      '--a ',
    ];
    for (const piece of pieces) {
      for (const head of ['', 'RUN ', 'CMD [', 'ENV ']) {
        const started = performance.now();
        parseDockerfile(head + piece.repeat(10_000));
        assert.ok(performance.now() - started < 2000, head + piece);
      }
    }
  });
});

/** The promises that hold for every text. */
function wellFormed(text: string): void {
  const tree = parseDockerfile(text);
  const shown = JSON.stringify(text);
  let last = 0;
  for (const instruction of tree.instructions) {
    const { start, end } = instruction.range;
    assert.ok(start >= last && start <= end && end <= text.length, shown);
    last = end;
    const inner = [
      instruction.keywordRange,
      instruction.textRange,
      ...instruction.flags.map(({ range }) => range),
      ...instruction.args.map(({ range }) => range),
      ...instruction.pairs.map(({ range }) => range),
      ...instruction.heredocs.flatMap(({ range, bodyRange }) => [range, bodyRange]),
    ];
    for (const range of inner) {
      assert.ok(range.start >= start && range.start <= range.end && range.end <= end, shown);
    }
  }
  for (const { range } of tree.errors) assert.ok(range.start <= range.end && range.end <= text.length, shown);
}
