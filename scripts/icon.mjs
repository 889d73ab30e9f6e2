// Draws client/media/icon.png, the extension's icon: the crown of a wall with its gate, on a calm ground. The picture
// is described once, as a few shapes; every pixel asks sixteen times whether it lies inside, which smooths the edges.
//   node scripts/icon.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { root } from './lib/run.mjs';

const size = 128;
const samples = 4;
const ground = [31, 42, 55];
const wall = [226, 232, 240];
const course = [148, 163, 184];

/** The colour at a point, in pixels from the upper left corner; null outside the rounded ground. @param {number} x @param {number} y */
function colourAt(x, y) {
  if (!insideRounded(x, y, 0, 0, size, size, 26)) return null;
  if (!insideWall(x, y) || insideGate(x, y)) return ground;
  // One line of mortar below the crown gives the wall its height.
  return y >= 66 && y < 70 ? course : wall;
}

/** @param {number} x @param {number} y */
function insideWall(x, y) {
  const merlons = [20, 53, 86].some((left) => insideRounded(x, y, left, 26, 22, 30, 3));
  const crown = insideRounded(x, y, 20, 44, 88, 26, 3);
  const body = x >= 28 && x < 100 && y >= 60 && y < 104;
  return merlons || crown || body;
}

/** @param {number} x @param {number} y */
function insideGate(x, y) {
  const arch = Math.hypot(x - 64, y - 90) < 13;
  return arch || (x >= 51 && x < 77 && y >= 90);
}

/** @param {number} x @param {number} y @param {number} left @param {number} top @param {number} width @param {number} height @param {number} radius */
function insideRounded(x, y, left, top, width, height, radius) {
  const dx = Math.max(left + radius - x, x - (left + width - radius), 0);
  const dy = Math.max(top + radius - y, y - (top + height - radius), 0);
  return Math.hypot(dx, dy) <= radius;
}

/** The mean colour of a pixel with its opacity. @param {number} column @param {number} row @returns {number[]} */
function pixel(column, row) {
  const sum = [0, 0, 0];
  let hits = 0;
  for (let i = 0; i < samples * samples; i++) {
    const colour = colourAt(column + ((i % samples) + 0.5) / samples, row + (Math.floor(i / samples) + 0.5) / samples);
    if (colour === null) continue;
    hits++;
    colour.forEach((value, channel) => {
      sum[channel] = (sum[channel] ?? 0) + value;
    });
  }
  if (hits === 0) return [0, 0, 0, 0];
  return [...sum.map((value) => Math.round(value / hits)), Math.round((255 * hits) / (samples * samples))];
}

/** A chunk of a PNG file: length, name, data, checksum (PNG 1.2, section 3.2). @param {string} name @param {Uint8Array} data */
function chunk(name, data) {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
// Eight bits, red green blue alpha, nothing interlaced.
header.set([8, 6, 0, 0, 0], 8);
const rows = Array.from({ length: size }, (_, row) => [
  0,
  ...Array.from({ length: size }, (__, column) => pixel(column, row)).flat(),
]);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const data = deflateSync(Buffer.from(rows.flat()), { level: 9 });
const png = Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
writeFileSync(join(root, 'client', 'media', 'icon.png'), png);
