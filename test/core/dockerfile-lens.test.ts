import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { isDockerfileName, looksLikeDockerfile } from '../../server/src/core/dialects/dockerfile/detect.ts';
import { expand, variableNames } from '../../server/src/core/dialects/dockerfile/expand.ts';
import { readDockerfile } from '../../server/src/core/dialects/dockerfile/lens.ts';
import type { Base, Dockerfile } from '../../server/src/core/dialects/dockerfile/lens.ts';
import { mountOptions } from '../../server/src/core/dialects/dockerfile/mount.ts';
import type { Anchor } from '../../server/src/core/syntax/anchor.ts';
import { parseDockerfile } from '../../server/src/core/syntax/dockerfile.ts';

const read = (text: string): Dockerfile => readDockerfile(parseDockerfile(text), 'file:///Dockerfile');

/** The text of the file that an anchor names. */
function textAt(file: Dockerfile, { route, part, span }: Anchor): string | undefined {
  const range = file.tree.locate(route, part, span);
  return range && file.tree.text.slice(range.start, range.end);
}

const base = (given: Base | undefined): string | undefined =>
  given?.kind === 'image'
    ? `${given.image.repository}:${given.image.tag}`
    : given?.kind === 'stage'
      ? `stage ${given.stage.index}`
      : given?.kind;

describe('the lens on Dockerfiles', () => {
  it('knows stages, what they are built from, and which of them count', () => {
    const file = read(
      [
        'FROM golang:1.23 AS Build',
        'FROM scratch AS certs',
        'FROM node:22 AS unused',
        'FROM build AS test',
        'FROM alpine AS tools',
        'FROM alpine:3.20',
        'COPY --from=BUILD /a /a',
        'COPY --from=1 /c /c',
        'RUN --mount=type=bind,from=tools,target=/t true',
        'COPY --from=nginx:1 /n /n',
      ].join('\n'),
    );
    assert.deepEqual(
      file.stages.map((stage) => [stage.name, base(stage.base), stage.isReached, stage.isShipped]),
      [
        ['Build', 'library/golang:1.23', true, false],
        ['certs', 'scratch', true, false],
        ['unused', 'library/node:22', false, false],
        ['test', 'stage 0', false, false],
        ['tools', 'library/alpine:null', true, false],
        [null, 'library/alpine:3.20', true, true],
      ],
    );
    assert.equal(file.stage('build')?.index, 0);
    assert.equal(file.stage('2')?.name, 'unused');
    assert.equal(file.stage('tools', 4), undefined);
    assert.equal(textAt(file, file.stages[0]?.at ?? file.at), 'golang:1.23');
    assert.equal(file.stages[0]?.from.stage, file.stages[0]);
  });

  it('looks properties up along the chain of parents', () => {
    const file = read(
      [
        'FROM alpine AS base',
        'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
        'ENV A=1 P=/srv',
        'ARG B=2',
        'WORKDIR $P/app',
        'USER app',
        'HEALTHCHECK CMD true',
        'EXPOSE 80',
        'FROM base AS next',
        'WORKDIR ../x/./y',
        'ENV A=3',
        'LABEL l="$A-$B"',
        'ONBUILD USER root',
        'EXPOSE 81',
        'FROM alpine',
        'WORKDIR relative',
      ].join('\n'),
    );
    const [first, next, last] = file.stages;
    assert.ok(first && next && last);
    assert.deepEqual(next.chain, [next, first]);
    assert.equal(base(next.rootBase), 'library/alpine:null');
    assert.equal(next.effective('USER')?.values[0], 'app');
    assert.equal(next.effective('HEALTHCHECK')?.stage, first);
    assert.equal(next.workdir, '/srv/x/y');
    assert.equal(last.workdir, undefined);
    assert.deepEqual(
      next.all('EXPOSE').map((each) => each.values),
      [['81'], ['80']],
    );
    assert.deepEqual(
      [...next.environment.values()].map(({ name, value }) => `${name}=${value}`),
      ['A=3', 'P=/srv'],
    );
    assert.equal(next.effective('LABEL')?.pairs[0]?.value, '3-2');
    assert.deepEqual([next.shell.words[0], last.shell.words[0]], ['/bin/bash', '/bin/sh']);
    assert.equal(last.effective('USER'), undefined);
  });

  it('substitutes ARG and ENV where they hold, and leaves the rest unknown', () => {
    const file = read(
      [
        'ARG TAG=3.20',
        'ARG NAME',
        'FROM alpine:${TAG} AS a',
        'ARG TAG',
        'ARG LATE=x',
        'ENV V=$TAG W=${NAME:-d} SELF=1',
        'ENV SELF=$SELF$SELF',
        "COPY $V '$V' \\$V ${UNKNOWN}/x ${W:+set}/ /",
        'FROM alpine:${NAME}',
        'FROM ${NAME}',
        'FROM alpine:$LATE',
        'FROM node:${NAME:-22}-slim',
        'ENV V=$TAG',
      ].join('\n'),
    );
    assert.deepEqual(
      file.stages.map((stage) => base(stage.base)),
      [
        'library/alpine:3.20',
        'library/alpine:undefined',
        'unknown',
        'library/alpine:undefined',
        'library/node:22-slim',
      ],
    );
    const copy = file.stages[0]?.effective('COPY');
    assert.deepEqual(copy?.values, ['3.20', '$V', '$V', undefined, 'set/', '/']);
    assert.equal(copy.variable('SELF')?.value, '11');
    assert.equal(copy.variable('TAG')?.kind, 'arg');
    assert.equal(file.stages[4]?.environment.get('V')?.value, undefined);
  });

  it('lets ENV win over ARG', () => {
    const file = read('FROM a\nENV X=env\nARG X=arg\nLABEL l=$X\nRUN b $X\nCMD c $X $Y\nARG Y=1\nCMD d $Y');
    const [stage] = file.stages;
    assert.equal(stage?.effective('LABEL')?.pairs[0]?.value, 'env');
    // Arguments of the build do not exist when the container runs.
    assert.deepEqual(
      stage?.commands.map(({ values }) => values),
      [['env'], ['env', undefined], [undefined]],
    );
  });

  it('finds the commands of every form, and their places in the file', () => {
    const text = [
      'FROM alpine',
      'RUN --mount=type=cache,target=/c apk add \\',
      '    # which',
      '    curl && \\',
      '  curl -fsSL "https://x" | sh',
      'RUN <<END',
      'first',
      'sudo second -k',
      'END',
      'RUN bash -e <<END && after',
      'third --opt',
      'END',
      'RUN ["sh", "-c", "fourth \\"a b\\" && fifth"]',
      'ONBUILD RUN sixth',
      'HEALTHCHECK CMD curl -k http://localhost || exit 1',
      'ENTRYPOINT ["/bin/tini", "--", "seventh"]',
      'CMD exec eighth $HOME',
      'COPY <<END /x',
      'curl -k https://data',
      'END',
    ].join('\n');
    const file = read(text);
    const names = 'apk curl sh first second bash after third sh fourth fifth sixth curl exit seventh eighth';
    assert.deepEqual(new Set(file.commands.map(({ name }) => name)), new Set(names.split(' ')));
    for (const command of file.commands) {
      const { nameWord } = command.command;
      assert.ok(nameWord);
      assert.ok(textAt(file, command.wordAt(nameWord))?.includes(command.name), command.name);
      for (const word of command.args) {
        if (command.instruction.node.form !== 'exec') assert.equal(textAt(file, command.wordAt(word)), word.raw);
      }
    }
    const find = (name: string) => file.commands.find((each) => each.name === name);
    assert.deepEqual(find('fourth')?.values, ['a b']);
    assert.equal(textAt(file, find('fifth')?.at ?? file.at), 'fifth');
    assert.equal(textAt(file, find('second')?.at ?? file.at), 'sudo second -k');
    assert.deepEqual(
      find('second')?.command.wrappers.map(({ name }) => name),
      ['sudo'],
    );
    assert.deepEqual(
      find('sh')?.pipedFrom.map(({ name }) => name),
      ['curl'],
    );
    assert.deepEqual(
      find('bash')?.inside.map(({ name }) => name),
      ['third'],
    );
    assert.equal(find('sixth')?.instruction.isOnbuild, true);
    assert.equal(textAt(file, find('sixth')?.instruction.keywordAt ?? file.at), 'RUN');
    assert.deepEqual(find('eighth')?.values, [undefined]);
  });

  it('reads no commands where another shell is in force', () => {
    const file = read(
      [
        'FROM mcr.microsoft.com/windows/servercore:ltsc2022',
        'RUN dir',
        'RUN ["cmd", "/c", "dir"]',
        'SHELL ["powershell", "-Command"]',
        'RUN Get-Item x',
        'SHELL ["/bin/bash", "-c"]',
        'RUN ls',
        'FROM alpine',
        'RUN <<END',
        '#!/usr/bin/env python3',
        'import os',
        'END',
      ].join('\n'),
    );
    assert.deepEqual(
      file.instructions.flatMap(({ script }) => script?.dialect ?? []),
      ['other', 'posix', 'other', 'posix', 'other'],
    );
    assert.deepEqual(
      file.commands.map(({ name }) => name),
      ['cmd', 'ls'],
    );
  });

  it('knows flags and mounts', () => {
    const file = read(
      'FROM a\nARG M=insecure\nRUN --security=$M --mount=type=secret,id=x,dst=/s --mount=from=b,rw true',
    );
    const run = file.stages[0]?.effective('RUN');
    assert.equal(run?.flag('security')?.value, 'insecure');
    assert.equal(textAt(file, run.flag('security')?.valueAt ?? file.at), '$M');
    const mounts = run.flags('mount').map(({ value }) => Object.fromEntries(mountOptions(value ?? undefined) ?? []));
    assert.deepEqual(mounts, [
      { type: 'secret', id: 'x', target: '/s' },
      { type: 'bind', from: 'b', readwrite: 'true' },
    ]);
    assert.equal(mountOptions(undefined), undefined);
  });

  it('expands words as BuildKit does', () => {
    const values: Record<string, string> = { A: 'a', E: '' };
    const cases: [string, string | undefined][] = [
      ['$A${A}', 'aa'],
      ['"$A" \'$A\' \\$A', 'a $A $A'],
      ['${A:-d}${E:-d}${E-d}${U:-d}${U-d}', 'addd'],
      ['${A:+r}${E:+r}${E+r}', 'rr'],
      ['${U:+r}', undefined],
      ['${U:-${A}}', 'a'],
      ['${U:-$V}', undefined],
      ['x$U', undefined],
      ['${A#x}', undefined],
      ['${A:?no}', 'a'],
      ['a$ b$', 'a$ b$'],
      ['${A', undefined],
      ['C:\\\\x', 'C:\\x'],
    ];
    for (const [raw, expected] of cases)
      assert.equal(
        expand(raw, '\\', (name) => values[name]),
        expected,
        raw,
      );
    assert.equal(
      expand('C:\\$A`$A', '`', (name) => values[name]),
      'C:\\a$A',
    );
    assert.equal(
      expand('x$U-$A', '\\', (name) => values[name], '?'),
      'x?-a',
    );
    assert.deepEqual(variableNames('$A ${B:-$C} \\$D'), ['A', 'B', 'C']);
  });

  it('gives up on values that grow without end', () => {
    const file = read(`FROM a\nENV A=0123456789\n${'ENV A=$A$A\n'.repeat(60)}RUN b $A ${'$A'.repeat(1000)}`);
    assert.equal(
      read(`FROM a\nENV A=${'x'.repeat(100_000)}\nENV B=${'$A'.repeat(100_000)}\nRUN ${'$A'.repeat(100_000)}`).commands
        .length,
      1,
    );
    assert.equal(file.stages[0]?.environment.get('A')?.value, undefined);
    assert.deepEqual(file.commands[0]?.values, [undefined, undefined]);
    const long = 'x'.repeat(5000);
    assert.equal(read(`FROM a\nENV A=${long}`).stages[0]?.environment.get('A')?.value, long);
  });

  it('is recognised by name or first words', () => {
    const names = [
      'Dockerfile',
      'dockerfile',
      'Containerfile',
      'Dockerfile.dev',
      'api.dockerfile',
      'x.Dockerfile',
      'Dockerfile-prod',
      'DOCKERFILE',
    ];
    for (const name of names) assert.ok(isDockerfileName(`file:///a/${name}`), name);
    const others = [
      '.dockerignore',
      'Dockerfile.dockerignore',
      'Dockerfile.md',
      'docker-compose.yml',
      'dockerfile.go',
      'MyDockerfile',
      'dockerfiles',
    ];
    for (const name of others) assert.ok(!isDockerfileName(`file:///a/${name}`), name);
    for (const text of ['FROM a', '# x\n\nARG A=1\nfrom --platform=$P a:1 as b', '\uFEFFFROM scratch\r\n'])
      assert.ok(looksLikeDockerfile(text), text);
    for (const text of ['', 'from x import y', 'FROM: a', 'select * from a', 'arg parse\n', 'FROM a WHERE b'])
      assert.ok(!looksLikeDockerfile(text), text);
  });

  it('can be asked anything of any text', () => {
    const line = fc.constantFrom(
      'FROM a AS b',
      'FROM b',
      'FROM 0',
      'FROM $X',
      'ARG X=b',
      'ENV X=$X',
      'ENV',
      'RUN a | b',
      'RUN <<E',
      'E',
      'SHELL ["a"]',
      'SHELL x',
      'COPY --from=b a c',
      'COPY --from=$X a c',
      'WORKDIR ../$X',
      'ONBUILD RUN $(a)',
      'ONBUILD',
      'USER',
      'CMD ["sh","-c","a',
      'CMD ["sh","-c","a b"]',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const file = read(lines.join('\n'));
        for (const stage of file.stages) {
          assert.ok(stage.chain.length <= file.stages.length);
          assert.ok(stage.workdir === undefined || stage.workdir.startsWith('/'));
          assert.ok(stage.environment.size >= 0 && stage.rootBase.kind.length > 0);
        }
        for (const instruction of file.instructions) {
          assert.equal(instruction.values.length, instruction.node.args.length);
          for (const anchor of [
            instruction.at,
            instruction.textAt,
            ...instruction.pairs.map(({ valueAt }) => valueAt),
          ]) {
            assert.notEqual(textAt(file, anchor), undefined);
          }
        }
        for (const command of file.commands) assert.notEqual(textAt(file, command.at), undefined);
      }),
      { numRuns: 500 },
    );
  });
});
