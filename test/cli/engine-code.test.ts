import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
const flag = /--interrupt-budget=\d+/.exec(readFileSync(join(dist, 'cli.cjs'), 'utf8'))?.[0];

function node(...args: readonly string[]): { readonly out: string; readonly err: string } {
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return { out: stdout, err: stderr };
}

describe('the engine, compiled by the build', () => {
  it('is taken by the Node that built it', () => {
    assert.ok(flag);
    const script = `
      require('node:v8').setFlagsFromString(${JSON.stringify(flag)});
      const { readFileSync } = require('node:fs');
      const cachedData = readFileSync('engine.code').subarray(32);
      const source = require('node:module').wrap(readFileSync('engine.cjs', 'utf8'));
      console.log(new (require('node:vm').Script)(source, { cachedData }).cachedDataRejected);`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: dist, env: {} });
    assert.equal(stdout.trim(), 'false');
  });

  it('is all that is large: a run that the cache answers opens nothing else', () => {
    const bundle = readFileSync(join(dist, 'cli.cjs'), 'utf8');
    assert.ok(
      bundle.length < 60_000,
      `cli.cjs has ${bundle.length} bytes; what does it import that it could do without?`,
    );
  });

  it('may be missing, cut short, damaged or of another engine, and nobody notices', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parapet-code-'));
    try {
      for (const name of ['cli.cjs', 'engine.cjs', 'engine-thread.cjs'])
        copyFileSync(join(dist, name), join(folder, name));
      const run = () => node(join(folder, 'cli.cjs'), 'check', '--format', 'json', join(root, 'examples'));
      const code = readFileSync(join(dist, 'engine.code'));
      const expected = run();
      assert.ok(expected.out.length > 1000);
      const foreign = Buffer.from(code);
      foreign.writeUInt32LE(0, 0);
      const damaged = Buffer.from(code);
      damaged.fill(0, 32, 64);
      for (const bytes of [code, code.subarray(0, 40), code.subarray(0, code.length / 2), foreign, damaged]) {
        writeFileSync(join(folder, 'engine.code'), bytes);
        assert.deepEqual(run(), expected);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
