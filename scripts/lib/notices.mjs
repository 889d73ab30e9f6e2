// The licences of the libraries inside the bundles, as their authors ask that they be passed on.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';
import { Trouble } from './say.mjs';

/**
 * The text of THIRD-PARTY-NOTICES.
 * @param {readonly string[]} inputs files in the bundles, relative to the root, as esbuild names them
 * @returns {string}
 */
export function notices(inputs) {
  const folders = new Set(
    inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  const entries = [...[...folders].map(notice), ...data.map(dataNotice)].toSorted((a, b) =>
    a.title < b.title ? -1 : 1,
  );
  const head = 'Parapet contains these libraries and data, each under its own licence.\n';
  return [
    head,
    ...entries.map(({ title, text }) => `${'='.repeat(80)}\n${title}\n${'='.repeat(80)}\n\n${text.trim()}\n`),
  ].join('\n');
}

/** Facts that were taken from others; the licence stands beside the file that holds them. */
const data = [
  {
    title: 'endoflife.date, dates of product lines (MIT)',
    licence: 'server/src/core/dialects/dockerfile/end-of-life.notice.txt',
  },
];

/** @param {{ title: string, licence: string }} of @returns {{ title: string, text: string }} */
function dataNotice({ title, licence }) {
  return { title, text: readFileSync(join(root, licence), 'utf8') };
}

/** @param {string} folder @returns {{ title: string, text: string }} */
function notice(folder) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const title = `${manifest.name} ${manifest.version} (${manifest.license ?? 'licence below'})`;
  const file = readdirSync(join(root, folder)).find((name) => /^(licen[cs]e|copying)(\.|$)/i.test(name));
  if (file !== undefined) return { title, text: readFileSync(join(root, folder, file), 'utf8') };
  const readme = join(root, folder, 'README.md');
  const inReadme = existsSync(readme)
    ? /^#+ *licen[cs]e\b[^]*?(?=^#|$(?![^]))/im.exec(readFileSync(readme, 'utf8'))?.[0]
    : undefined;
  if (inReadme !== undefined) return { title, text: inReadme };
  if (typeof manifest.license === 'string') {
    const by = typeof manifest.author === 'string' ? manifest.author : (manifest.author?.name ?? 'its authors');
    return { title, text: `Copyright ${by}. Licensed under ${manifest.license}; the package carries no text of it.` };
  }
  throw new Trouble(`${manifest.name} is in a bundle and names no licence.`, 'Choose another library.');
}
