// How large what is shipped is, as it lies and compressed.
//   npm run bench -- size
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { table } from './statistics.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000).toLocaleString('en')} kB`;

const files = [
  ...readdirSync(join(root, 'dist'))
    .filter((it) => /\.(c?js|css)$/.test(it))
    .map((it) => `dist/${it}`),
  ...readdirSync(root).filter((it) => it.endsWith('.vsix')),
];
const rows = files.map((name) => {
  const bytes = readFileSync(join(root, name));
  return [name, kilobytes(bytes.length), kilobytes(gzipSync(bytes).length)];
});
console.log(table(['file', 'size', 'compressed (gzip)'], rows));
