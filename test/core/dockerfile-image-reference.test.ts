import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  canonicalName,
  canonicalReference,
  hole,
  parseImageReference,
  sameImage,
} from '../../server/src/core/syntax/image-reference.ts';
import type { ImageReference } from '../../server/src/core/syntax/image-reference.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

function image(text: string): ImageReference {
  const found = parseImageReference(text);
  assert.ok(found, text);
  return found;
}

describe('image references', () => {
  it('are registry, repository, tag and digest', () => {
    const cases: [string, string, string, string | null, string | null][] = [
      ['nginx', 'docker.io', 'library/nginx', null, null],
      ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', null],
      ['grafana/loki:3', 'docker.io', 'grafana/loki', '3', null],
      ['registry:5000/app', 'registry:5000', 'app', null, null],
      ['registry:5000/team/app:v1', 'registry:5000', 'team/app', 'v1', null],
      ['localhost/app', 'localhost', 'app', null, null],
      ['ghcr.io/a/b/c:latest', 'ghcr.io', 'a/b/c', 'latest', null],
      ['[::1]:5000/app:1', '[::1]:5000', 'app', '1', null],
      ['GHCR.io/a', 'ghcr.io', 'a', null, null],
      [`alpine@${digest}`, 'docker.io', 'library/alpine', null, digest],
      [`quay.io/x/y:1@${digest}`, 'quay.io', 'x/y', '1', digest],
    ];
    for (const [text, registry, repository, tag, sum] of cases) {
      const { registry: r, repository: p, tag: t, digest: d } = image(text);
      assert.deepEqual([r, p, t, d], [registry, repository, tag, sum], text);
    }
  });

  it('are refused when they break the grammar', () => {
    for (const text of [
      '',
      'Nginx',
      'a:',
      'a@v1',
      'a@sha256',
      'a//b',
      '/a',
      'a b',
      'a:b:c',
      'a:-x',
      'http://a.b/c',
      '-a',
      'a/',
    ]) {
      assert.equal(parseImageReference(text), undefined, text);
    }
  });

  it('have one canonical form', () => {
    for (const text of [
      'nginx',
      'nginx:latest',
      'library/nginx',
      'docker.io/nginx',
      'index.docker.io/library/nginx:latest',
    ]) {
      assert.equal(canonicalReference(image(text)), 'docker.io/library/nginx:latest', text);
      assert.ok(sameImage(image(text), image('nginx')));
    }
    assert.ok(!sameImage(image('nginx:1'), image('nginx:2')));
    assert.equal(canonicalReference(image(`a@${digest}`)), `docker.io/library/a@${digest}`);
  });

  it('keep unknown apart from absent', () => {
    const cases: [string, Partial<ImageReference>][] = [
      [`${hole}/app:1`, { registry: undefined, repository: undefined, shortName: 'app', tag: '1', digest: null }],
      [`node:${hole}`, { registry: 'docker.io', repository: 'library/node', tag: undefined, digest: undefined }],
      [`node:${hole}-alpine`, { repository: 'library/node', tag: undefined, digest: null }],
      [
        `node${hole}`,
        { registry: undefined, repository: undefined, shortName: undefined, tag: undefined, digest: undefined },
      ],
      [`a.b/${hole}:2`, { registry: 'a.b', repository: undefined, tag: '2', digest: null }],
      [`node@${hole}`, { repository: 'library/node', tag: null, digest: undefined }],
    ];
    for (const [text, expected] of cases) {
      const found: Record<string, unknown> = { ...image(text) };
      for (const [key, value] of Object.entries(expected)) assert.equal(found[key], value, `${text} ${key}`);
      assert.ok(!sameImage(image(text), image(text)));
    }
  });

  it('say where tag and digest stand', () => {
    const { tagSpan, digestSpan } = image(`a:1@${digest}`);
    assert.deepEqual(
      [tagSpan, digestSpan],
      [
        [1, 3],
        [3, 4 + digest.length],
      ],
    );
    assert.deepEqual(image('a.b/c').tagSpan, [5, 5]);
  });

  it('survive being written canonically and read again', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
    const text = fc
      .record({
        host: fc.option(fc.constantFrom('a.io', 'localhost:5000', 'x:1')),
        path: fc.array(part, { minLength: 1, maxLength: 3 }),
        tag: fc.option(fc.stringMatching(/^\w[\w.-]{0,10}$/)),
        sum: fc.option(fc.constant(digest)),
      })
      .map(({ host, path, tag, sum }) =>
        [
          host === null ? '' : `${host}/`,
          path.join('/'),
          tag === null ? '' : `:${tag}`,
          sum === null ? '' : `@${sum}`,
        ].join(''),
      );
    fc.assert(
      fc.property(text, (written) => {
        const once = canonicalReference(image(written));
        assert.ok(once);
        assert.equal(canonicalReference(image(once)), once);
        assert.equal(canonicalName(image(once)), canonicalName(image(written)));
      }),
    );
    fc.assert(
      fc.property(fc.string(), (any) => {
        parseImageReference(any);
      }),
    );
  });
});
