// `npm test [-- SUITE...]`: installs and builds what is missing, runs every check, and ends with the sum of them all.
// The suites are the folders of test/ that hold tests, and three checks of the text itself: types, lint and format.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './lib/chromium.mjs';
import { ensureBuilt, ensureLibraries, ensurePacked } from './lib/fresh.mjs';
import { root, run } from './lib/run.mjs';
import { runMain, say, Trouble } from './lib/say.mjs';
import { installHost } from './vscode-host.mjs';

/** @typedef {{ name: string, passed: number, failed: number, seconds: number }} Result */
/** @typedef {Pick<Result, 'passed' | 'failed'>} Counts */
/** @typedef {{ name: string, work: () => Promise<Counts> }} Suite */

/** What a suite of test/ needs beyond the libraries. @type {Readonly<Record<string, readonly (() => Promise<unknown>)[]>>} */
const needs = {
  cli: [ensureBuilt],
  editor: [async () => findChromium(), ensurePacked, installHost],
  lsp: [ensureBuilt],
  neovim: [needNeovim, ensureBuilt],
  panel: [async () => findChromium(), ensureBuilt],
};

/** Cheap ones first, so that a slip shows early. */
const order = [
  'types',
  'lint',
  'format',
  'house',
  'client',
  'core',
  'syntaxes',
  'lsp',
  'cli',
  'neovim',
  'panel',
  'editor',
];

async function main() {
  await ensureLibraries();
  const suites = allSuites();
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    throw new Trouble(`There is no suite "${unknown}".`, `There are: ${suites.map(({ name }) => name).join(', ')}.`);
  }
  /** @type {Result[]} */
  const results = [];
  for (const suite of suites) {
    if (wanted.length === 0 || wanted.includes(suite.name)) results.push(await runSuite(suite));
  }
  report(results);
}

/** @returns {Suite[]} */
function allSuites() {
  /** @type {Suite[]} */
  const suites = [
    { name: 'types', work: () => check('node_modules/typescript/bin/tsc', ['-b']) },
    { name: 'lint', work: () => check('node_modules/oxlint/bin/oxlint', ['--quiet']) },
    { name: 'format', work: () => check('node_modules/@biomejs/biome/bin/biome', ['format', '--reporter=summary']) },
  ];
  for (const entry of readdirSync(join(root, 'test'), { withFileTypes: true })) {
    const specs = entry.isDirectory() ? `test/${entry.name}/**/*.test.ts` : `test/${entry.name}`;
    const name = entry.name.replace(/\.test\.ts$/, '');
    if (entry.isDirectory() ? hasTests(join(root, 'test', entry.name)) : name !== entry.name) {
      suites.push({ name, work: () => mocha(specs, needs[name] ?? []) });
    }
  }
  return suites.toSorted((a, b) => place(a) - place(b));
}

/** @param {Suite} suite */
function place({ name }) {
  return order.includes(name) ? order.indexOf(name) : order.length;
}

/** @param {string} folder */
function hasTests(folder) {
  return readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.test.ts'));
}

/** @param {Suite} suite @returns {Promise<Result>} */
async function runSuite({ name, work }) {
  console.log(`\n--- ${name}`);
  const began = performance.now();
  /** @type {Counts} */
  let counts = { passed: 0, failed: 1 };
  try {
    counts = await work();
  } catch (error) {
    console.error(error instanceof Trouble ? `${error.message}\n${error.todo}` : error);
  }
  return { name, ...counts, seconds: (performance.now() - began) / 1000 };
}

/** A tool that says yes or no: one test. @param {string} tool @param {readonly string[]} args @returns {Promise<Counts>} */
async function check(tool, args) {
  const { code } = await run(process.execPath, [join(root, tool), ...args], { show: true });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @param {string} specs @param {readonly (() => Promise<unknown>)[]} preparations @returns {Promise<Counts>} */
async function mocha(specs, preparations) {
  for (const prepare of preparations) await prepare();
  const folder = mkdtempSync(join(tmpdir(), 'parapet-test-'));
  const counts = join(folder, 'counts.json');
  const reporter = join(root, 'scripts', 'lib', 'counting-reporter.mjs');
  const args = [join(root, 'node_modules', 'mocha', 'bin', 'mocha.js'), '--exit', '--reporter', reporter, specs];
  const { code } = await run(process.execPath, args, {
    show: true,
    env: { ...process.env, PARAPET_TEST_COUNTS: counts },
  });
  /** @type {Counts} */
  const counted = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : { passed: 0, failed: 0 };
  rmSync(folder, { recursive: true, force: true });
  // A suite that breaks off, or finds nothing to run, has failed even if no single test has.
  const brokeOff = counted.failed === 0 && (code !== 0 || counted.passed === 0);
  return brokeOff ? { ...counted, failed: 1 } : counted;
}

async function needNeovim() {
  const { code } = await run('nvim', ['--version']);
  if (code !== 0)
    throw new Trouble('These tests need Neovim, and there is none.', 'Install it (apt-get install neovim).');
}

/** @param {readonly Result[]} results */
function report(results) {
  console.log('');
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `${name.padEnd(10)} ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed  ${seconds.toFixed(1)} s`,
    );
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  say('All that was to run has run');
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

await runMain(main);
