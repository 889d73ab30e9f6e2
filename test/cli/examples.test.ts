// The two shops: what is wrong in one is reported there, and the hardened twin leaves nothing to report.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Sandbox } from '../support/cli.ts';

const folderOf = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
const shop = folderOf('shop');
const hardened = folderOf('shop-hardened');

interface Checked {
  readonly files: readonly {
    readonly file: string;
    readonly analysed: boolean;
    readonly dialects: readonly string[];
  }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly level: string;
    readonly file: string;
    readonly range: { readonly start: { readonly line: number } };
    readonly message: string;
    readonly suppressed: unknown;
  }[];
}

interface Model {
  readonly components: readonly { readonly id: string; readonly name: string; readonly exposure: string }[];
  readonly flows: readonly {
    readonly from: string;
    readonly to: string;
    readonly encrypted: string;
    readonly authenticated: string;
  }[];
  readonly threats: readonly { readonly title: string; readonly state: string }[];
  readonly looseEnds: readonly unknown[];
}

/** The flow between two components, by their names. */
function flow({ components, flows }: Model, from: string, to: string): Model['flows'][number] {
  const idOf = (name: string): string | undefined => components.find((it) => it.name === name)?.id;
  const found = flows.find((it) => it.from === idOf(from) && it.to === idOf(to));
  assert.ok(found, `no flow from ${from} to ${to}`);
  return found;
}

/** Every file and folder of a folder, by paths relative to it. */
function contents(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((it) => it.replaceAll('\\', '/'));
}

describe('The examples', () => {
  const box = new Sandbox();
  after(() => box.remove());
  const ask = <T>(...args: readonly string[]): T => JSON.parse(box.run([...args, '--format', 'json']).out) as T;
  const check = (folder: string): Checked => ask<Checked>('check', '--fail-on', 'never', folder);
  const model = (folder: string): Model => ask<Model>('model', folder);

  it('are the same services in the same layout', () => {
    const twin = new Set(contents(hardened));
    assert.deepEqual(
      contents(shop).filter((it) => !twin.has(it)),
      [],
    );
  });

  it('leave nothing to report where the shop is hardened', () => {
    const { files, findings } = check(hardened);
    assert.deepEqual(
      findings.map((it) => `${it.file}:${it.range.start.line + 1} ${it.level} ${it.rule} ${it.message}`),
      [],
    );
    const judged = new Set(files.filter((it) => it.analysed).flatMap((it) => it.dialects));
    assert.deepEqual([...judged].sort(), ['compose', 'dockerfile', 'kubernetes', 'mesh', 'openapi']);
  });

  it('report many things where it is not', () => {
    const { findings } = check(shop);
    const shown = findings.filter((it) => it.suppressed === null);
    const rules = new Set(shown.map((it) => it.rule));
    assert.ok(shown.length >= 200, `${shown.length} findings`);
    assert.ok(rules.size >= 90, `${rules.size} rules`);
    for (const dialect of ['compose', 'dockerfile', 'kubernetes', 'mesh', 'openapi', 'model'])
      assert.ok(
        [...rules].some((it) => it.startsWith(`${dialect}/`)),
        dialect,
      );
    const secret = JSON.stringify(findings).includes('correct-horse-7');
    assert.equal(secret, false, 'a message repeats a password');
  });

  it('say a thing once at one place', () => {
    const seen = new Map<string, string>();
    for (const it of check(shop).findings) {
      const place = JSON.stringify([it.file, it.range, it.message]);
      assert.equal(seen.get(place), undefined, `${it.rule} repeats ${seen.get(place) ?? ''}`);
      seen.set(place, it.rule);
    }
  });

  it('show the way from the internet to orders, past the gateway', () => {
    const open = model(shop);
    assert.equal(open.components.find((it) => it.name === 'orders')?.exposure, 'internet');
    assert.equal(flow(open, 'user', 'orders').authenticated, 'no');
    assert.equal(flow(open, 'user', 'front-door').encrypted, 'no');
    const titles = open.threats.filter((it) => it.state === 'open').map((it) => it.title);
    for (const expected of [
      /call DELETE .* no authentication in the contract/,
      /orders-db/,
      /skips whatever front-door checks/,
    ])
      assert.ok(
        titles.some((it) => expected.test(it)),
        String(expected),
      );
  });

  it('show one door, encrypted flows and no open threat where it is hardened', () => {
    const closed = model(hardened);
    assert.deepEqual(
      closed.threats.filter((it) => it.state !== 'mitigated').map((it) => it.title),
      [],
    );
    assert.deepEqual(closed.looseEnds, []);
    assert.deepEqual(
      closed.flows.filter((it) => it.encrypted !== 'yes'),
      [],
    );
    const user = closed.components.find((it) => it.name === 'user')?.id;
    assert.deepEqual(
      closed.flows.filter((it) => it.from === user),
      [flow(closed, 'user', 'front-door')],
    );
    for (const store of ['orders-db', 'cache'])
      assert.equal(closed.components.find((it) => it.name === store)?.exposure, 'namespace', store);
    assert.equal(flow(closed, 'orders', 'payments').authenticated, 'yes');
  });
});
