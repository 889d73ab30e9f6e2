// What an edit of folders and files does to a scan that is under way.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Project } from '../../server/src/lsp/project.ts';
import { Slices } from '../../server/src/lsp/time.ts';

const service = (name: string, image = 'acme/web'): string => `services: { ${name}: { image: "${image}" } }\n`;

describe('a scan', () => {
  let folder: string;
  let project: Project;
  const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
  const names = (): string[] => project.workspace.threatModel().components.map((it) => it.name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-scan-'));
    for (const name of ['a', 'b', 'c']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'compose.yaml'), service(name));
    }
    project = new Project(pathToFileURL(folder).href, '2026-01-01');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('goes on where it stopped, and parses nothing again when all is joined', () => {
    const scan = project.scan();
    assert.deepEqual([scan.next().value, scan.next().value], [1, 2]);
    assert.equal(project.scanned, false);
    assert.deepEqual(names(), []);
    assert.deepEqual([scan.next().value, scan.next().done], [3, true]);
    const ran = project.workspace.logged(() => assert.deepEqual(names(), ['a', 'b', 'c']));
    assert.deepEqual(
      ran.filter((it) => it.startsWith('parsed')),
      [],
    );
  });

  it('never reads over what the editor holds, before or after it comes there', () => {
    project.edit(uri('c/compose.yaml'), service('changed'), 'dockercompose', 1);
    const scan = project.scan();
    scan.next();
    project.edit(uri('a/compose.yaml'), service('edited'), 'dockercompose', 1);
    while (!scan.next().done);
    assert.deepEqual(names().sort(), ['b', 'changed', 'edited']);
  });

  it('ends when the folder is closed, and lets nobody wait', async () => {
    const scan = project.scan();
    scan.next();
    const waiting = project.untilScanned(60_000);
    project.remove();
    assert.equal(scan.next().done, true);
    await waiting;
    assert.equal(project.workspace.files.length, 1);
  });

  it('lets nobody wait longer than he wants to', async () => {
    await project.untilScanned(1);
    assert.equal(project.scanned, false);
  });

  it('is held up by a request, and hands out several waiting messages between two slices', async () => {
    const slices = new Slices();
    const order: string[] = [];
    const waiting = [1, 2, 3].map((it) => slices.first(() => order.push(`answer ${it}`)));
    const next = slices.giveWay().then(() => order.push('slice'));
    await Promise.all([...waiting, next]);
    assert.deepEqual(order, ['answer 1', 'answer 2', 'answer 3', 'slice']);
  });

  it('lets a request that fails hold nothing up', async () => {
    const slices = new Slices();
    const failing = slices.first(() => {
      throw new Error('a fault');
    });
    await assert.rejects(failing, /a fault/);
    await slices.giveWay();
  });
});
