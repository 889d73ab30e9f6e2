// From a fresh clone to something that runs, doing only what is missing or older than what it is made from.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, run } from './run.mjs';
import { say, Trouble } from './say.mjs';

/** What the bundles are made from. Tests and examples are not among it. */
const sources = ['client', 'server/src', 'docs', 'scripts', 'package.json', 'package-lock.json'];
/** What else goes into the VSIX. */
const packed = [...sources, 'syntaxes', 'README.md', 'CHANGELOG.md', 'LICENSE', '.vscodeignore'];

/** Installs the libraries when there are none, or others than the lock file names. */
export async function ensureLibraries() {
  refuseOldNode();
  if (librariesMatchLock()) return;
  say('Getting the libraries from npm (npm ci; about a minute)');
  await npm(['ci'], 'the libraries of Parapet');
  say('Got the libraries');
}

/** Builds dist/ when it is missing or older than the sources. */
export async function ensureBuilt() {
  if (ageOf('dist/sizes.json') >= newest(sources.map((name) => join(root, name)))) return;
  say('Building');
  await script('build.mjs', 'The build failed.');
}

/**
 * Packs the VSIX when it is missing or older than what goes into it.
 * @returns {Promise<string>} its path
 */
export async function ensurePacked() {
  await ensureBuilt();
  const { vsixPath } = await import('../package.mjs');
  const vsix = vsixPath();
  if (ageOf(vsix) < newest(packed.map((name) => join(root, name)))) {
    say('Packing the extension');
    await script('package.mjs', 'The extension could not be packed.');
  }
  return vsix;
}

/** Compares what npm noted down at its last install with what the lock file wants now. */
function librariesMatchLock() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const installed = readPackages(installedLock);
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(
    ([place, entry]) =>
      !place.includes('node_modules/') || entry.optional === true || installed[place]?.version === entry.version,
  );
}

/** @param {string} lock @returns {Record<string, { version?: string, optional?: boolean }>} */
function readPackages(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages;
}

/** @param {string} name @param {string} failure */
async function script(name, failure) {
  const { code } = await run(process.execPath, [join(root, 'scripts', name)], { show: true });
  if (code !== 0) throw new Trouble(failure, 'The lines above say where. Mend that and try again.');
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Trouble(
    `This is Node.js ${process.versions.node}; Parapet needs 20.19 or newer.`,
    'Install a newer Node.js.',
  );
}

/** Milliseconds since the epoch of the last change, 0 when there is no such file. @param {string} name */
function ageOf(name) {
  return newest([name.startsWith('/') ? name : join(root, name)]);
}

/**
 * The time of the newest change in these files and folders, 0 when none exists.
 * @param {readonly string[]} paths
 * @returns {number} milliseconds since the epoch
 */
function newest(paths) {
  let time = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const stat = statSync(path);
    const inside = stat.isDirectory()
      ? newest(
          readdirSync(path)
            .filter((name) => name !== 'node_modules')
            .map((name) => join(path, name)),
        )
      : stat.mtimeMs;
    time = Math.max(time, inside);
  }
  return time;
}
