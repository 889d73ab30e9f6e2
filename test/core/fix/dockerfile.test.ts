import assert from 'node:assert/strict';
import { dockerfileEdits } from '../../../server/src/core/fix/dockerfile-writer.ts';
import type { Patch } from '../../../server/src/core/fix/patch.ts';
import { isRefusal } from '../../../server/src/core/fix/refusal.ts';
import type { Anchor, Route } from '../../../server/src/core/syntax/anchor.ts';
import { parseDockerfile } from '../../../server/src/core/syntax/dockerfile.ts';
import { applyEdits } from '../../../server/src/core/text/edit.ts';

function at(route: Route, more: Partial<Anchor> = {}): Anchor {
  return { file: 'file:///Dockerfile', chunk: 0, route, ...more };
}

const replace = (route: Route, text: string, more?: Partial<Anchor>): Patch => ({
  op: 'replace',
  at: at(route, more),
  text,
});
const insert = (index: number, where: 'before' | 'after', text: string): Patch => ({
  op: 'insert',
  at: at([index]),
  where,
  text,
});
const remove = (...route: Route): Patch => ({ op: 'remove', at: at(route) });

function after(text: string, patch: Patch): string {
  const edits = dockerfileEdits(text, parseDockerfile(text), patch);
  return isRefusal(edits) ? `refused: ${edits.refused}` : applyEdits(text, edits);
}

const cases: readonly (readonly [name: string, before: string, patch: Patch, after: string])[] = [
  ['replaces an argument', 'FROM alpine:latest\n', replace([0, 'args', 0], 'alpine:3.22'), 'FROM alpine:3.22\n'],
  ['replaces a span', 'RUN curl http://x\n', replace([0], 'https', { span: [5, 9] }), 'RUN curl https://x\n'],
  ['replaces an instruction', 'ADD a b\nUSER x\n', replace([0], 'COPY a b'), 'COPY a b\nUSER x\n'],
  ['replaces a keyword', 'ADD --chown=1 a b\n', replace([0, 'keyword'], 'COPY'), 'COPY --chown=1 a b\n'],
  ['changes nothing when it is so already', 'USER x\n', replace([0], 'USER x'), 'USER x\n'],
  ['inserts after', 'FROM a\nCMD b\n', insert(0, 'after', 'USER 1'), 'FROM a\nUSER 1\nCMD b\n'],
  ['inserts at the end without a line break', 'FROM a', insert(0, 'after', 'USER 1'), 'FROM a\nUSER 1'],
  [
    'inserts with CRLF',
    'FROM a\r\nCMD b\r\n',
    insert(1, 'before', 'RUN x\nUSER 1'),
    'FROM a\r\nRUN x\r\nUSER 1\r\nCMD b\r\n',
  ],
  [
    'inserts behind continuation lines',
    'RUN a \\\n  # c\n  b\nCMD x\n',
    insert(0, 'after', 'USER 1'),
    'RUN a \\\n  # c\n  b\nUSER 1\nCMD x\n',
  ],
  [
    'inserts behind a here-document',
    'RUN <<E\na\nE\nCMD x\n',
    insert(0, 'after', 'USER 1'),
    'RUN <<E\na\nE\nUSER 1\nCMD x\n',
  ],
  [
    'inserts above the comment of an instruction',
    'FROM a\n# start\n# it\nCMD b\n',
    insert(1, 'before', 'USER 1'),
    'FROM a\nUSER 1\n# start\n# it\nCMD b\n',
  ],
  [
    'inserts below the head of the file',
    '# syntax=docker/dockerfile:1\n# Licence\nFROM a\n',
    insert(0, 'before', 'ARG X'),
    '# syntax=docker/dockerfile:1\n# Licence\nARG X\nFROM a\n',
  ],
  [
    'inserts with the indentation',
    '  FROM a\n  CMD b\n',
    insert(1, 'before', 'USER 1'),
    '  FROM a\n  USER 1\n  CMD b\n',
  ],
  [
    'inserts with the escape of the file',
    '# escape=`\nFROM a\n',
    insert(0, 'after', 'RUN b \\\n  c'),
    '# escape=`\nFROM a\nRUN b `\n  c\n',
  ],
  ['removes an instruction', 'FROM a\nRUN b \\\n  c\nCMD d\n', remove(1), 'FROM a\nCMD d\n'],
  ['removes the last without a line break', 'FROM a\nCMD d', remove(1), 'FROM a'],
  ['removes a flag', 'RUN --network=host --mount=type=ssh a\n', remove(0, 'flags', 0), 'RUN --mount=type=ssh a\n'],
  ['removes a flag on a line', 'RUN --network=host \\\n  a\n', remove(0, 'flags', 0), 'RUN \\\n  a\n'],
  ['removes an argument', 'EXPOSE 22 80\n', remove(0, 'args', 0), 'EXPOSE 80\n'],
  ['removes the last argument', 'EXPOSE 80 22\n', remove(0, 'args', 1), 'EXPOSE 80\n'],
  ['removes the only argument with its instruction', 'FROM a\nEXPOSE 22\n', remove(1, 'args', 0), 'FROM a\n'],
  ['removes an item', 'CMD ["a", "-x", "b"]\n', remove(0, 'args', 1), 'CMD ["a", "b"]\n'],
  ['removes the last item', 'CMD ["a", "-x"]\n', remove(0, 'args', 1), 'CMD ["a"]\n'],
  ['removes a pair', 'ENV A=1 B=2 C=3\n', remove(0, 'pairs', 1), 'ENV A=1 C=3\n'],
  ['removes the only pair with its instruction', 'FROM a\nENV A=1\n', remove(1, 'pairs', 0), 'FROM a\n'],
  ['removes a pair on a line', 'ENV A=1 \\\n    B=2 \\\n    C=3\n', remove(0, 'pairs', 1), 'ENV A=1 \\\n    C=3\n'],
  [
    'removes the last pair on a line',
    'ENV A=1 \\\n    # c\n    B=2\nCMD x\n',
    remove(0, 'pairs', 1),
    'ENV A=1\nCMD x\n',
  ],
  ['removes the first pair on a line', 'ENV A=1 \\\n    B=2\n', remove(0, 'pairs', 0), 'ENV \\\n    B=2\n'],
  [
    'refuses to make a flag of an argument',
    'RUN curl --insecure x\n',
    remove(0, 'args', 0),
    'refused: The word behind it would become a flag of the instruction.',
  ],
  [
    'refuses to leave a here-document without its opening',
    'RUN <<E sh\na\nE\n',
    remove(0, 'args', 0),
    'refused: A here-document is not removed without its lines.',
  ],
  ['refuses what is not there', 'FROM a\n', remove(3), 'refused: What was to be removed is not there.'],
  [
    'refuses to go on behind an open line',
    'RUN a \\\n',
    insert(0, 'after', 'USER 1'),
    'refused: The instruction before is not finished.',
  ],
  [
    'refuses to go on behind an open here-document',
    'RUN <<E\na\n',
    insert(0, 'after', 'USER 1'),
    'refused: The instruction before is not finished.',
  ],
];

describe('Dockerfile', () => {
  for (const [name, before, patch, expected] of cases) {
    it(name, () => assert.equal(after(before, patch), expected));
  }
});
