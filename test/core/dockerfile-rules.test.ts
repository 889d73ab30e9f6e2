// What the rules over Dockerfiles share: the table of product lines, and manners on any text.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { ruleFiles } from '../../scripts/rule-files.mjs';
import {
  addDays,
  codenamed,
  cycleOf,
  cyclesOf,
  supportedCycles,
} from '../../server/src/core/dialects/dockerfile/end-of-life.ts';
import { linesOf } from '../../server/src/core/dialects/dockerfile/products.ts';
import { nearest, variableUses } from '../../server/src/core/dialects/dockerfile/variables.ts';
import type { AnyRule } from '../../server/src/core/rules/rule.ts';
import { parseImageReference } from '../../server/src/core/syntax/image-reference.ts';
import { Workspace } from '../../server/src/core/workspace.ts';
import { pageDay } from '../support/check-example.ts';
import { readPage } from '../support/page.ts';

describe('the lines of products', () => {
  it('are found by versions of any length and by codenames', () => {
    assert.equal(cycleOf('python', '3.9.18')?.end, '2025-10-31');
    assert.equal(cycleOf('python', '3')?.cycle, '3.14');
    assert.equal(cycleOf('node', '0.12')?.cycle, '0.12', 'older than the table');
    assert.equal(cycleOf('node', '99'), undefined, 'newer than the table');
    assert.equal(cycleOf('unheard-of', '1'), undefined);
    assert.equal(codenamed('bullseye')?.cycle, '11');
    assert.deepEqual(cyclesOf('constructor'), []);
  });

  it('end on days that the calendar has', () => {
    assert.equal(addDays('2026-11-01', 90), '2027-01-30');
    assert.equal(addDays('2028-02-28', 1), '2028-02-29');
    assert.equal(addDays('2100-02-28', 1), '2100-03-01');
    const supported = supportedCycles('node', '2026-11-01').map(({ cycle }) => cycle);
    assert.deepEqual(supported, ['24', '26']);
  });

  it('are read from the names of images', () => {
    const told = (text: string): string[] => {
      const image = parseImageReference(text);
      assert.ok(image, text);
      return linesOf(image).map(
        ({ cycle, span }) => `${cycle.product} ${cycle.cycle} ${span === null ? '' : image.tag?.slice(...span)}`,
      );
    };
    assert.deepEqual(told('node:16.20-alpine3.16'), ['node 16 16.20', 'alpine 3.16 3.16']);
    assert.deepEqual(told('mirror.example/python:3.8-slim-buster'), ['python 3.8 3.8', 'debian 10 buster']);
    assert.deepEqual(told('maven:3.9-eclipse-temurin-17'), ['java 17 17']);
    assert.deepEqual(told('gcr.io/distroless/nodejs18-debian11'), ['debian 11 ', 'node 18 ']);
    assert.deepEqual(told('mcr.microsoft.com/dotnet/sdk:8.0'), ['dotnet 8 8.0']);
    assert.deepEqual(told('acme/node:1.0'), [], 'anybody may call an image node');
  });
});

describe('variables in instructions', () => {
  it('are found where the builder would replace them', () => {
    const names = (raw: string): string[] =>
      variableUses(raw, '\\').map((it) => `${it.name}${it.operator}@${it.start}`);
    assert.deepEqual(names('$A/${B:-c}/"${D}"'), ['A@1', 'B:-@5', 'D@14']);
    assert.deepEqual(names("\\$A '$B' \"'$C'\" \\\\$D"), ['C@12', 'D@19']);
  });

  it('have a near name only when there is no choice', () => {
    assert.equal(nearest('BULIDPLATFORM', ['BUILDPLATFORM', 'TARGETPLATFORM']), 'BUILDPLATFORM');
    assert.equal(nearest('A1', ['A2', 'A3']), undefined);
    assert.equal(nearest('foo', ['completely']), undefined);
  });
});

describe('rules over Dockerfiles', () => {
  it('have a place for each finding and never fail, whatever the text', async () => {
    const files = ruleFiles().filter((it) => it.replaceAll('\\', '/').includes('/dockerfile/rules/'));
    const rules: AnyRule[] = [];
    for (const file of files) rules.push(((await import(pathToFileURL(file).href)) as { default: AnyRule }).default);
    const uri = 'file:///example/Dockerfile';
    for (const file of files) {
      for (const example of readPage(readFileSync(file.replace(/\.ts$/, '.md'), 'utf8'))) {
        const text = example.files.find((it) => it.name === 'Dockerfile')?.text ?? '';
        for (const piece of [
          text,
          text.replaceAll('\n', '\r\n'),
          text.slice(0, text.length / 2),
          text.slice(text.length / 3),
          text.replaceAll('"', "'"),
        ]) {
          const workspace = new Workspace({ rules, today: pageDay, root: 'file:///example' });
          workspace.apply([{ uri, content: { text: piece } }]);
          for (const { finding } of workspace.verdicts(uri)) {
            assert.notEqual(finding.rule, 'parapet/internal-fault', `${finding.message}\n${piece}`);
            assert.ok(workspace.place(finding.at), `${finding.rule} has no place in\n${piece}`);
          }
        }
      }
    }
  }).timeout(20_000);
});
