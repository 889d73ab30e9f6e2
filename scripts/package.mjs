// `npm run package`: builds what is stale and packs the VSIX that users install.
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureLibraries } from './lib/fresh.mjs';
import { root, run } from './lib/run.mjs';
import { runMain, say, Trouble } from './lib/say.mjs';

/** What a VSIX may weigh: three megabytes. */
const limit = 3_000_000;

/** Where the VSIX of this version lies. */
export function vsixPath() {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return join(root, `${name}-${version}.vsix`);
}

async function main() {
  await ensureLibraries();
  await ensureBuilt();
  const vsix = vsixPath();
  rmSync(vsix, { force: true });
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  // Everything is bundled, so no node_modules go in; links stay as they are, because there is no public address yet. The
  // search for secrets is off, because the pages of the rules show made-up ones; .vscodeignore lets in nothing but what
  // the build wrote and a few named files.
  const options = [
    '--no-dependencies',
    '--allow-package-all-secrets',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  const { code, output } = await run(process.execPath, [vsce, 'package', ...options]);
  if (code !== 0)
    throw new Trouble(`vsce did not pack the extension:\n${output.trim()}`, 'Mend what it names and try again.');
  const { size } = statSync(vsix);
  if (size > limit) {
    throw new Trouble(
      `The VSIX has ${size} bytes, more than ${limit}.\n${output.trim()}`,
      'Look at dist/sizes.json for the library that grew.',
    );
  }
  say(`${vsix}: ${Math.round(size / 1000)} kB`);
}

if (import.meta.filename === process.argv[1]) void runMain(main);
