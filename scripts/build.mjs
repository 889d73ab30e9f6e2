// `npm run build`: bundles everything that runs into dist/, minified, with the licences of what is inside.
//   dist/extension.cjs      the VS Code extension       dist/panel.js, panel.css   the threat-model view
//   dist/server.cjs         the language server         dist/elk-worker.min.js     its layout library, unmodified
//   dist/cli.cjs            the command `parapet`      dist/spec-check.cjs         its worker that checks OpenAPI documents
//   dist/engine.cjs         what of it judges                dist/engine.code          the same, compiled by this Node
//   dist/engine-thread.cjs  what its worker threads run
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ensureLibraries } from './lib/fresh.mjs';
import { notices } from './lib/notices.mjs';
import { root, run } from './lib/run.mjs';
import { runMain, say, Trouble } from './lib/say.mjs';

const dist = join(root, 'dist');
/** Built here first: dist/ is never half a build, also when the build fails or another one runs. */
const work = join(root, 'out', `dist-${process.pid}`);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** The extension's oldest host has Node 22, the command's oldest Node is 20. */
/** @type {import('esbuild').BuildOptions} */
const node = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
};
/** @type {import('esbuild').BuildOptions} */
const browser = { platform: 'browser', format: 'iife', target: 'es2022' };

/** Runs once the engine is built, and is not shipped. */
const stepName = 'engine-code.cjs';

/** @type {readonly { name: string, from: string, to: string, options: import('esbuild').BuildOptions }[]} */
const bundles = [
  {
    name: 'extension',
    from: 'client/src/extension.ts',
    to: 'extension.cjs',
    options: { ...node, external: ['vscode'] },
  },
  { name: 'language server', from: 'server/src/lsp/main.ts', to: 'server.cjs', options: node },
  { name: 'command', from: 'server/src/cli/main.ts', to: 'cli.cjs', options: node },
  { name: 'engine of the command', from: 'server/src/cli/engine.ts', to: 'engine.cjs', options: node },
  { name: 'worker of the command', from: 'server/src/cli/engine-thread.ts', to: 'engine-thread.cjs', options: node },
  { name: 'step that compiles the engine', from: 'server/src/cli/engine-code.ts', to: stepName, options: node },
  {
    name: 'check against the OpenAPI specification',
    from: 'server/src/node/spec-check-worker.ts',
    to: 'spec-check.cjs',
    options: node,
  },
  { name: 'panel', from: 'client/panel/main.ts', to: 'panel.js', options: browser },
];

/** Shipped as they came, because their licence (EPL-2.0) asks that changed copies come with their source. */
const unmodified = [
  { from: 'node_modules/elkjs/lib/elk-worker.min.js', to: 'elk-worker.min.js' },
  { from: 'node_modules/elkjs/LICENSE.md', to: 'elk-worker.LICENSE.md' },
];

async function main() {
  const began = new Date();
  await ensureLibraries();
  mkdirSync(work, { recursive: true });
  try {
    const inputs = await bundleAll();
    await compileEngine();
    writeFileSync(join(work, 'rule-pages.json'), JSON.stringify(rulePages()));
    for (const file of unmodified) copyFileSync(join(root, file.from), join(work, file.to));
    const libraries = [...inputs.keys(), 'node_modules/elkjs/lib/elk-worker.min.js'];
    writeFileSync(join(work, 'THIRD-PARTY-NOTICES.txt'), notices(libraries));
    writeSizes(inputs, began);
    rmSync(dist, { recursive: true, force: true });
    renameSync(work, dist);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Keeps what this Node compiles of the engine while it judges the examples, which have files of all kinds. */
async function compileEngine() {
  const step = join(work, stepName);
  const { code, output } = await run(process.execPath, [step, join(root, 'examples')]);
  rmSync(step);
  if (code !== 0)
    throw new Trouble(`The engine cannot be compiled ahead: ${output}`, 'Begin at server/src/cli/engine-code.ts.');
  say(`${'engine.code'.padEnd(20)} ${kilobytes(statSync(join(work, 'engine.code')).size)}`);
}

/** @returns {Record<string, string>} the generated page of each rule, by its id, for hovers and "explain" */
function rulePages() {
  const docs = join(root, 'docs', 'rules');
  const files = existsSync(docs) ? readdirSync(docs, { recursive: true, encoding: 'utf8' }).toSorted() : [];
  const pages = files.filter((it) => it.endsWith('.md') && it !== 'README.md');
  return Object.fromEntries(
    pages.map((it) => [it.replaceAll('\\', '/').slice(0, -3), readFileSync(join(docs, it), 'utf8')]),
  );
}

/** @returns {Promise<Map<string, number>>} bytes that each input file takes in all bundles together */
async function bundleAll() {
  const { build } = await import('esbuild');
  /** @type {Map<string, number>} */
  const inputs = new Map();
  for (const { name, from, to, options } of bundles) {
    const result = await build({
      absWorkingDir: root,
      entryPoints: [from],
      outfile: join(work, to),
      bundle: true,
      minify: true,
      define: { PARAPET_VERSION: JSON.stringify(version) },
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
      ...options,
    }).catch((/** @type {Error} */ error) => {
      throw new Trouble(`The ${name} does not build: ${error.message}`, `Begin at ${from}.`);
    });
    for (const output of Object.values(result.metafile?.outputs ?? {})) {
      for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
        inputs.set(input, (inputs.get(input) ?? 0) + bytesInOutput);
      }
    }
    say(`${to.padEnd(20)} ${kilobytes(statSync(join(work, to)).size)}`);
  }
  return inputs;
}

/**
 * Says which libraries the bytes come from, largest first. The file also marks the end of a whole build; it carries the
 * time of the build's start, so that a source saved meanwhile counts as newer.
 * @param {Map<string, number>} inputs
 * @param {Date} began
 */
function writeSizes(inputs, began) {
  /** @type {Map<string, number>} */
  const sizes = new Map();
  for (const [input, bytes] of inputs) {
    const part = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(input)?.[1] ?? 'parapet';
    sizes.set(part, (sizes.get(part) ?? 0) + bytes);
  }
  const sorted = [...sizes].toSorted((a, b) => b[1] - a[1]);
  const file = join(work, 'sizes.json');
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
  utimesSync(file, began, began);
  const largest = sorted.slice(0, 6).map(([part, bytes]) => `${part} ${kilobytes(bytes).trim()}`);
  say(`Bytes by library: ${largest.join(', ')}`);
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(0).padStart(6)} kB`;
}

await runMain(main);
