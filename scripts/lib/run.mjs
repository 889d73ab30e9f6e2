// Running other programs: npm, and the tools that npm installed.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Trouble } from './say.mjs';

/** The root of the checkout, without a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/**
 * @typedef {object} Ran
 * @property {number} code exit code; 127 when the program could not be started, 128 when a signal ended it
 * @property {string} output both streams, in the order in which they came; empty when they were shown
 */

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, show?: boolean, env?: NodeJS.ProcessEnv }} [options] `show` lets it write to this terminal
 * @returns {Promise<Ran>}
 */
export function run(command, args, { cwd = root, show = false, env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      // On Windows npm is a batch file, which only a shell can start.
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout?.on('data', (bytes) => {
      output += String(bytes);
    });
    child.stderr?.on('data', (bytes) => {
      output += String(bytes);
    });
    child.once('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.once('close', (code) => resolve({ code: code ?? 128, output }));
  });
}

/**
 * Runs npm and explains the failures that people meet most.
 * @param {readonly string[]} args
 * @param {string} purpose what npm was to get, as it reads after "could not get"
 * @param {string} [cwd]
 */
export async function npm(args, purpose, cwd = root) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await run('npm', [...args, ...quiet], { cwd });
  if (code === 0) return;
  // npm begins with the cause and ends with advice about itself.
  const cause = output.trim().split('\n').slice(0, 12).join('\n');
  throw new Trouble(`npm could not get ${purpose}:\n${cause}`, wayOut(code, output));
}

/** @param {number} code @param {string} output */
function wayOut(code, output) {
  if (code === 127) return 'npm was not found. Install Node.js 20.19 or newer, which brings npm, and try again.';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|network/i.test(output)) {
    return 'The npm registry did not answer. Check the network or the proxy (npm config get registry), then try again.';
  }
  if (/ENOSPC/.test(output)) return 'The disk is full. Free about 1 GB and try again.';
  if (/EACCES|EPERM/.test(output)) return 'A folder is not writable. Check the owner of the checkout and of ~/.npm.';
  if (/npm ci.*in sync|EUSAGE/s.test(output))
    return 'package.json and package-lock.json differ. Run "npm install" once.';
  return "Try again; if it fails the same way, the lines above are npm's own words.";
}
