// Where the browser of the tests is.
import { existsSync } from 'node:fs';
import { Trouble } from './say.mjs';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The path of a Chromium: that which `CHROMIUM` names, or the first of the usual places.
 * @returns {string}
 */
export function findChromium() {
  const found = [process.env['CHROMIUM'], ...usualPlaces].find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return found;
  throw new Trouble(
    'These tests need Chromium, and there is none.',
    'Install it (apt-get install chromium), or set CHROMIUM to the path of one.',
  );
}
