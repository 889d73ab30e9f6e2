// References are resolved as RFC 3986 says, and never lead to another scheme or host.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pointerSteps, resolveReference } from '../../server/src/core/syntax/uri.ts';

const base = 'file:///work/api/openapi.yaml';
const fileOf = (reference: string): string | undefined => resolveReference(base, reference)?.file;

describe('references between files', () => {
  it('resolve relative paths, dots and queries', () => {
    assert.equal(fileOf('models/a.yaml'), 'file:///work/api/models/a.yaml');
    assert.equal(fileOf('./a.yaml'), 'file:///work/api/a.yaml');
    assert.equal(fileOf('../b/../a.yaml#/x'), 'file:///work/a.yaml');
    assert.equal(fileOf('/etc/passwd'), 'file:///etc/passwd');
    assert.equal(fileOf('?x'), 'file:///work/api/openapi.yaml?x');
    assert.equal(fileOf('my models.yaml'), 'file:///work/api/my%20models.yaml');
  });

  it('stay in the file for a fragment alone, decoded', () => {
    assert.deepEqual(resolveReference(base, '#/a/b%20c'), { file: base, fragment: '/a/b c' });
    assert.deepEqual(resolveReference(base, '#%zz'), { file: base, fragment: '%zz' });
  });

  it('lead nowhere when they change scheme or host', () => {
    for (const it of ['http://evil.example/a.yaml', 'https://a/b', '//host/a.yaml', 'ftp://x', 'data:text/plain,x']) {
      assert.equal(resolveReference(base, it), undefined, it);
    }
    assert.equal(fileOf('file:///work/x.yaml'), 'file:///work/x.yaml');
  });

  it('give the same answer as the URL of the platform, where both are defined', () => {
    const segment = fc.constantFrom('a', 'b.yaml', '..', '.', '', 'c-d', '%2e%2e', 'x%20y');
    const from = fc.constantFrom(
      base,
      'file:///a.yaml',
      'file:///w/.github/x/a.yaml',
      'file:///w/a%20b/a.yaml',
      'file:///w/a.yaml?q',
    );
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), from, (segments, start) => {
        const reference = segments.join('/').replace(/^\/\/+/, '/');
        assert.equal(resolveReference(start, reference)?.file, new URL(reference, start).href);
      }),
      { numRuns: 500 },
    );
  });

  it('never throw and never leave the scheme, whatever is written', () => {
    fc.assert(
      fc.property(fc.string(), (reference) => {
        const target = resolveReference(base, reference);
        assert.ok(target === undefined || target.file.startsWith('file://'));
      }),
    );
  });
});

describe('JSON pointers', () => {
  it('are split and unescaped in the order of RFC 6901', () => {
    assert.deepEqual(pointerSteps(''), []);
    assert.deepEqual(pointerSteps('/paths/~1users~1{id}/get'), ['paths', '/users/{id}', 'get']);
    assert.deepEqual(pointerSteps('/a~01'), ['a~1']);
    assert.equal(pointerSteps('name'), undefined);
  });
});
