// `npm run package`: builds what is stale and packs the VSIX that users install.
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  const stage = join(root, 'out', `package-${process.pid}`);
  try {
    copyWhatIsAllowed(stage);
    await pack(stage, vsix);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  const { size } = statSync(vsix);
  if (size > limit) {
    throw new Trouble(`The VSIX has ${size} bytes, more than ${limit}.`, 'Look at dist/sizes.json for what grew.');
  }
  say(`${vsix}: ${Math.round(size / 1000)} kB`);
}

/**
 * Copies the files and folders that .vscodeignore lets in, or parts of them. vsce looks at every file below the folder
 * that it packs, and below the checkout there is a whole VS Code.
 * @param {string} stage
 */
function copyWhatIsAllowed(stage) {
  const allowed = readFileSync(join(root, '.vscodeignore'), 'utf8').matchAll(/^!([^/\r\n]+)/gm);
  for (const name of new Set(['.vscodeignore', ...[...allowed].map((match) => match[1] ?? '')])) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(stage, name), { recursive: true });
  }
  // The editor shows no picture of a file beside a README, only that it is missing.
  const readme = join(stage, 'README.md');
  writeFileSync(readme, readFileSync(readme, 'utf8').replaceAll(/^!\[.*\n+\*[^]*?\*\n+/gm, ''));
}

/** @param {string} stage @param {string} vsix */
async function pack(stage, vsix) {
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = [
    // Everything is bundled.
    '--no-dependencies',
    // The pages of the rules show made-up secrets; .vscodeignore lets in nothing but the build and a few named files.
    '--allow-package-all-secrets',
    // There is no public address yet that links could be made to point to.
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
  ];
  const { code, output } = await run(process.execPath, [vsce, 'package', ...options, '--out', vsix], { cwd: stage });
  if (code === 0) return;
  throw new Trouble(`vsce did not pack the extension:\n${output.trim()}`, 'Mend what it names and try again.');
}

if (import.meta.filename === process.argv[1]) void runMain(main);
