import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { hasOption, parseShell, pipedInto, runWithin } from '../../server/src/core/syntax/shell.ts';
import type { ShellCommand, ShellScript } from '../../server/src/core/syntax/shell.ts';

/** Commands as text: name and argument values, those that are not known with a star. */
function told(script: ShellScript): string[] {
  return script.commands.map(({ name, args }) =>
    [name === '' ? '?' : name, ...args.map((word) => (word.dynamic ? `${word.value}*` : word.value))].join(' '),
  );
}

const commands = (text: string): string[] => told(parseShell(text));

function command(script: ShellScript, name: string): ShellCommand {
  const found = script.commands.find((each) => each.name === name);
  assert.ok(found, `no command ${name}`);
  return found;
}

describe('shell scripts', () => {
  it('fall into simple commands at operators, lines and groups', () => {
    const cases: [string, string[]][] = [
      ['a 1 && b 2 || c; d & e\nf', ['a 1', 'b 2', 'c', 'd', 'e', 'f']],
      ['(cd x && make) | tee log', ['cd x', 'make', 'tee log']],
      ['{ a; b; } > out', ['a', 'b', '?']],
      ['if a; then b; elif c; then d; else e; fi; f', ['a', 'b', 'c', 'd', 'e', 'f']],
      ['for i in 1 2 3; do echo $i; done', ['echo $i*']],
      ['for ((i = 0; i < 3; i++)); do a; done', ['a']],
      ['while read l; do a; done < file', ['read l', 'a', '?']],
      ['case $1 in a|b) x ;; (c) y;; *) z; esac; after', ['x', 'y', 'z', 'after']],
      ['f() { a; }; function g { b; }; f', ['a', 'b', 'f']],
      ['! a && [[ -f b && -d c ]] && ((n++)) && d', ['a', '[[ -f b -d c ]]', 'd']],
      ['a \\\n  b # c; d\ne', ['a b', 'e']],
      ['a |\n b &&\n c', ['a', 'b', 'c']],
      ['a\r\nb \\\r\n c\r\n', ['a', 'b c']],
      ['echo a#b c;#d', ['echo a#b c']],
    ];
    for (const [text, expected] of cases) assert.deepEqual(commands(text), expected, text);
  });

  it('know quoted text for an argument', () => {
    assert.deepEqual(commands(`echo "curl -k | sh" 'a; b' c\\ d $'e\\'f' "g\\"h"`), [
      `echo curl -k | sh a; b c d e\\'f g"h`,
    ]);
    assert.deepEqual(commands('"if" a; then b'), ['if a', 'b']);
  });

  it('leave unknown what depends on variables that nobody told them', () => {
    const text = 'a $KNOWN/$OTHER "${KNOWN}" ${KNOWN:-x} $(b) `c` $((1 + 2)) $1';
    const script = parseShell(text, { lookup: (name) => (name === 'KNOWN' ? 'v' : undefined) });
    assert.deepEqual(told(script), ['a v/$OTHER* v ${KNOWN:-x}* $(b)* `c`* $((1 + 2))* $1*', 'b', 'c']);
    const set = parseShell('X=1; a $X; export Y=2; b $Y', { lookup: () => 'before' });
    assert.deepEqual(told(set), ['?', 'a $X*', 'export Y=2', 'b $Y*']);
  });

  it('see through programs that only start another one, and remember them', () => {
    const cases: [string, string, string[]][] = [
      ['A=1 env -u X B=2 sudo -E -u root npm i', 'npm i', ['env', 'sudo']],
      ['exec nohup nice -n 5 time -p make all', 'make all', ['exec', 'nohup', 'nice', 'time']],
      ['timeout -k 5 10s gosu app:app server --port 1', 'server --port 1', ['timeout', 'gosu']],
      ['/usr/bin/env -i /opt/bin/run', 'run', ['env']],
      ['xargs -n 1 rm -f', 'rm -f', ['xargs']],
      ['busybox wget x', 'wget x', ['busybox']],
      ['tini -- node app.js', 'node app.js', ['tini']],
      ['sudo -v', 'sudo -v', []],
      ['command -v curl', 'command -v curl', []],
      ['env', 'env', []],
    ];
    for (const [text, expected, wrappers] of cases) {
      const script = parseShell(text);
      assert.deepEqual(told(script), [expected], text);
      assert.deepEqual(
        script.commands[0]?.wrappers.map(({ name }) => name),
        wrappers,
        text,
      );
    }
    const [first] = parseShell('A=1 env B="2 3" sudo C=4 npm i').commands;
    assert.deepEqual(
      first?.assignments.map(({ name, value }) => `${name}=${value}`),
      ['A=1', 'B=2 3', 'C=4'],
    );
  });

  it('tell which commands feed which', () => {
    for (const text of [
      'curl x | sh',
      'curl x | tee y | sudo bash -s',
      '(curl x) | sh',
      'curl x | { cat; sh; }',
      'curl x |\n sh',
    ]) {
      const script = parseShell(text);
      const shell = script.commands.findLast(({ name }) => name === 'sh' || name === 'bash');
      assert.ok(shell, text);
      assert.ok(
        pipedInto(script, shell).some(({ name }) => name === 'curl'),
        text,
      );
    }
    const apart = parseShell('curl x | cat; sh && curl y || sh');
    for (const shell of apart.commands.filter(({ name }) => name === 'sh'))
      assert.deepEqual(pipedInto(apart, shell), []);
  });

  it('read scripts that are handed to a shell, where they stand', () => {
    const texts = [
      `sh -c "curl -k \\"http://a\\" | sh"`,
      `bash -euo pipefail -c 'x; curl -k "http://a"'`,
      `su - app -c "curl -k 'http://a'"`,
      `eval "curl -k http://a"`,
      'bash <<"E" && after\nx\ncurl -k http://a\nE\n',
      `sh -c "sh -c 'curl -k http://a'"`,
      'X=$(curl -k http://a)',
      '`curl -k http://a`',
      'bash <(curl -k http://a)',
      'sh -c "$(curl -k http://a)"',
    ];
    for (const text of texts) {
      const script = parseShell(text);
      const curl = command(script, 'curl');
      assert.equal(script.commands.filter(({ name }) => name === 'curl').length, 1, text);
      assert.deepEqual(
        curl.args.map(({ value }) => value),
        ['-k', 'http://a'],
        text,
      );
      assert.equal(text.slice(curl.args[0]?.start, curl.args[0]?.end), '-k', text);
      assert.equal(text.slice(curl.start, curl.start + 4), 'curl', text);
      const outer = script.commands[curl.within?.command ?? -1];
      assert.ok(outer !== undefined && runWithin(script, outer).includes(curl), text);
    }
  });

  it('keep here-documents as data of their command', () => {
    const script = parseShell('cat <<A <<-"B" > f && next\ncurl $x\nA\n\ty\n\tB\nlast');
    assert.deepEqual(told(script), ['cat', 'next', 'last']);
    const [cat] = script.commands;
    assert.deepEqual(
      cat?.redirects.map(({ operator, body }) => [operator, body]),
      [
        ['<<', 'curl $x\n'],
        ['<<-', '\ty\n'],
        ['>', undefined],
      ],
    );
  });

  it('know redirections, with descriptors', () => {
    const [first] = parseShell('a 2>&1 >>log 3< in <<< "b c" &> all').commands;
    assert.deepEqual(
      first?.redirects.map(({ operator, descriptor, target }) => `${descriptor}${operator}${target?.value}`),
      ['2>&1', '>>log', '3<in', '<<<b c', '&>all'],
    );
    assert.deepEqual(first?.args, []);
  });

  it('say what runs only sometimes', () => {
    const script = parseShell('a && b || c; if d; then e; fi; (f); for x in 1; do g; done; h || { i; }');
    const sure = script.commands.filter(({ conditional }) => !conditional).map(({ name }) => name);
    assert.deepEqual(sure, ['a', 'b', 'f', 'h']);
  });

  it('know nothing of scripts for other interpreters', () => {
    const script = parseShell('#!/usr/bin/env python3\nimport os\n');
    assert.deepEqual([script.dialect, script.commands], ['other', []]);
    for (const line of ['#!/bin/sh', '#!/bin/bash -e', '#! /usr/bin/env bash', '#!/bin/ash']) {
      assert.equal(parseShell(`${line}\na\n`).commands[0]?.name, 'a', line);
    }
  });

  it('find options by name', () => {
    const [first] = parseShell('x --a=1 -b -- --c').commands;
    assert.ok(first);
    assert.equal(hasOption(first, '--a')?.raw, '--a=1');
    assert.equal(hasOption(first, '-b')?.raw, '-b');
    assert.equal(hasOption(first, '--c'), undefined);
  });

  it('never throw and keep every place inside the text', () => {
    const token = fc.constantFrom(
      'a',
      'sh',
      '-c',
      ' ',
      ' ',
      '\n',
      '\r\n',
      ';',
      '&&',
      '||',
      '|',
      '&',
      '(',
      ')',
      '{',
      '}',
      '$(',
      '`',
      '"',
      "'",
      '$',
      '${',
      '\\',
      '<<A',
      '<<-B',
      'A',
      'B',
      '<(',
      '>',
      '2>&1',
      '#',
      'if ',
      'then ',
      'fi',
      'for ',
      'in ',
      'do ',
      'done',
      'case ',
      'esac',
      ';;',
      '[[',
      ']]',
      '((',
      '))',
      '=',
      'x=',
      '=(',
      'eval ',
      'sudo ',
      'env ',
      'function ',
      '$((',
      '\t',
      'é',
      '😀',
    );
    const text = fc.oneof(
      fc.array(token, { maxLength: 60 }).map((parts) => parts.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (script) => {
        const { commands: found } = parseShell(script, { lookup: (name) => (name === 'x' ? 'long value' : undefined) });
        found.forEach((each, index) => {
          assert.equal(each.id, index);
          assert.ok(each.start >= 0 && each.start <= each.end && each.end <= script.length);
          for (const { start, end } of each.args)
            assert.ok(start >= each.start && start <= end && end <= script.length);
          assert.ok(each.within === undefined || each.within.command < index);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('take linear time and bounded depth', () => {
    const repeated = [
      '$(',
      '(',
      '{ ',
      '`',
      'if ',
      '((',
      'sh -c "',
      '<<A ',
      'cat <<A;',
      '`#` ',
      '${',
      'a | ',
      'sh <<A\n',
      'x=$(a ',
      'case a in ',
    ];
    for (const piece of repeated) {
      const started = performance.now();
      parseShell(piece.repeat(20_000));
      assert.ok(performance.now() - started < 3000, piece);
    }
  });
});
