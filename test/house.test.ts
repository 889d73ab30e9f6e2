// The floors of the house: who may import whom, what is generated, and that each rule has its page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allRules } from '../server/src/core/rules/all.gen.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const core = join(root, 'server', 'src', 'core');

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.ts'))
    .map((it) => join(folder, it));
}

/** Modules that a file imports: paths relative to `base` for our own, bare names for packages. */
function imports(file: string, base: string): { readonly name: string; readonly typeOnly: boolean }[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gm)].map(
    ([, typeOnly, name = '']) => ({
      name: name.startsWith('.') ? relative(base, resolve(dirname(file), name)).replaceAll('\\', '/') : name,
      typeOnly: typeOnly !== undefined,
    }),
  );
}

const coreFiles = sources(core).map((file) => ({
  path: relative(core, file).replaceAll('\\', '/'),
  imports: imports(file, core),
}));

/** What a folder of the core may import at run time, besides itself. The façade may import everything. */
const floors: Readonly<Record<string, readonly string[]>> = {
  text: [],
  cells: [],
  query: ['cells'],
  syntax: ['text', 'cells'],
  fix: ['text', 'syntax'],
  rules: ['text', 'cells', 'syntax', 'fix'],
  dialects: ['text', 'cells', 'syntax', 'fix', 'rules', 'threat-model'],
  'threat-model': ['text', 'cells', 'syntax', 'fix', 'rules', 'dialects'],
  policy: ['text', 'syntax', 'rules'],
  live: ['text', 'cells', 'syntax', 'fix', 'rules', 'dialects', 'threat-model'],
};

const packages = new Set(['yaml', 'jsonc-parser', 'zod', 'picomatch']);

describe('the house', () => {
  it('lets every floor of the core import only the floors below it', () => {
    const wrong = coreFiles.flatMap(({ path, imports: all }) => {
      const floor = path.split('/')[0] ?? '';
      const allowed = floors[floor];
      if (!path.includes('/') || path === 'rules/all.gen.ts') return [];
      assert.ok(allowed, `${path}: there is no floor of this name`);
      return all
        .filter((it) => !it.typeOnly && it.name.includes('/') && !packages.has(it.name))
        .filter((it) => ![floor, ...allowed].includes(it.name.split('/')[0] ?? ''))
        .map((it) => `${path} imports ${it.name}`);
    });
    assert.deepEqual(wrong, []);
  });

  it('lets nothing but the façade know that queries are memoised', () => {
    const wrong = coreFiles.filter(
      ({ path, imports: all }) =>
        !/^workspace(?:-\w+)?\.ts$/.test(path) &&
        !path.startsWith('query/') &&
        all.some((it) => it.name.startsWith('query/')),
    );
    assert.deepEqual(
      wrong.map((it) => it.path),
      [],
    );
  });

  it('keeps the core pure: no shell, no platform, only the packages that are meant for it', () => {
    const wrong = coreFiles.flatMap(({ path, imports: all }) =>
      all
        .filter(
          (it) =>
            it.name.startsWith('../') || (!it.name.includes('/') && !it.name.endsWith('.ts') && !packages.has(it.name)),
        )
        .map((it) => `${path} imports ${it.name}`),
    );
    assert.deepEqual(wrong, []);
    const impure = coreFiles.filter(({ path }) =>
      /\b(Date\.now|new Date\(\)|Math\.random|console\.|process\.)/.test(
        readFileSync(join(core, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|(['"`])(?:\\.|(?!\1).)*\1/g, ''),
      ),
    );
    assert.deepEqual(
      impure.map((it) => it.path),
      [],
    );
  });

  it('lets no dialect import another, but for the mesh, whose objects are Kubernetes objects', () => {
    const wrong = coreFiles.flatMap(({ path, imports: all }) => {
      const own = /^dialects\/(\w+)\//.exec(path)?.[1];
      if (own === undefined) return [];
      return all.flatMap((it) => {
        const other = /^dialects\/(\w+)\//.exec(it.name)?.[1];
        return other === undefined || other === own || (own === 'mesh' && other === 'kubernetes')
          ? []
          : [`${path} imports ${it.name}`];
      });
    });
    assert.deepEqual(wrong, []);
  });

  it('lets no shell import another', () => {
    const shells = join(root, 'server', 'src');
    const wrong = ['lsp', 'cli', 'node'].flatMap((shell) =>
      sources(join(shells, shell)).flatMap((file) =>
        imports(file, shells)
          .filter((it) => /^(lsp|cli)\//.test(it.name) && !it.name.startsWith(`${shell}/`))
          .map((it) => `${relative(shells, file)} imports ${it.name}`),
      ),
    );
    assert.deepEqual(wrong, []);
  });

  it('has every generated file fresh', () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'generate.mjs'), '--check'], { stdio: 'pipe' });
  });

  it('gives every rule an id of its own, its page, and words that say why and what to do', () => {
    const ids = allRules.map((it) => it.id);
    assert.deepEqual(
      ids.filter((id, i) => ids.indexOf(id) !== i),
      [],
    );
    for (const rule of allRules) {
      assert.match(rule.title, /^[A-Z].*[^.]$/, `${rule.id}: a title is a phrase without a full stop`);
      assert.match(rule.why, /\.$/, `${rule.id}: why is a sentence`);
      assert.match(rule.remedy, /\.$/, `${rule.id}: the remedy is a sentence`);
    }
    const ruleFiles = coreFiles
      .map((it) => it.path)
      .filter((it) => /\/rules\/[^/]+\.ts$/.test(it) && !it.startsWith('rules/'));
    const pages = new Set(
      readdirSync(core, { recursive: true, encoding: 'utf8' }).map((it) => it.replaceAll('\\', '/')),
    );
    assert.deepEqual(
      ruleFiles.filter((it) => !pages.has(it.replace(/\.ts$/, '.md'))),
      [],
    );
  });

  it('keeps files at a size that one can hold', () => {
    const long = [join(root, 'server', 'src'), join(root, 'client')]
      .flatMap(sources)
      .filter((file) => !file.endsWith('.gen.ts') && readFileSync(file, 'utf8').split('\n').length > 400);
    assert.deepEqual(
      long.map((it) => relative(root, it)),
      [],
    );
  });

  it('names no host in the lock file', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
    assert.doesNotMatch(lock, /"resolved": "https?:/);
  });
});
