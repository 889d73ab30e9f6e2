// Starts the VS Code that scripts/vscode-host.mjs installed, on the loopback address only.
import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';
import { Trouble } from './say.mjs';

/**
 * User settings for a window that is about Parapet: no welcome pages, no tips, no chat, nothing that asks the network.
 * @type {Readonly<Record<string, unknown>>}
 */
export const quietSettings = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'json.schemaDownload.enable': false,
  'telemetry.telemetryLevel': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/**
 * @typedef {object} StartOptions
 * @property {import('../vscode-host.mjs').Host} host
 * @property {string} vsix the packed extension, installed the way users install it
 * @property {Readonly<Record<string, unknown>>} [settings] user settings over the quiet ones
 * @property {number} [port] a free one when left out
 * @property {boolean} [ownHome] give the server an empty home folder, so that nothing of this user leaks into a test
 */

/**
 * @typedef {object} VSCodeServer
 * @property {number} port
 * @property {string} data the folder with its settings, its logs and its extensions; gone after `stop`
 * @property {(folder: string, openFile?: string) => string} address of a window on this folder
 * @property {() => string} output what it printed so far
 * @property {Promise<number>} exited settles with the exit code
 * @property {() => Promise<void>} stop ends the server and every process that it started
 */

/**
 * Starts the server with the extension installed and resolves when it listens.
 * @param {StartOptions} options
 * @returns {Promise<VSCodeServer>}
 */
export async function startServer({ host, vsix, settings = {}, port, ownHome = false }) {
  const data = mkdtempSync(join(tmpdir(), 'parapet-vscode-'));
  const forget = () => rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  try {
    const env = environment(data, ownHome);
    writeSettings(data, settings);
    await installExtension(host, data, vsix, env);
    return await listen(host, data, env, await freePort(port ?? 0), forget);
  } catch (error) {
    forget();
    throw error;
  }
}

/** @param {string} data @param {boolean} ownHome @returns {NodeJS.ProcessEnv} */
function environment(data, ownHome) {
  const home = join(data, 'home');
  if (ownHome) mkdirSync(home);
  return {
    ...process.env,
    ...(ownHome ? { HOME: home } : {}),
    NODE_OPTIONS: '',
    VSCODE_CWD: data,
    // The product's own switch for "no extension gallery".
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  };
}

/** @param {string} data @param {Readonly<Record<string, unknown>>} settings */
function writeSettings(data, settings) {
  const folder = join(data, 'data', 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), `${JSON.stringify({ ...quietSettings, ...settings }, null, 2)}\n`);
}

/** @param {import('../vscode-host.mjs').Host} host @param {string} data @param {readonly string[]} more */
function commandLine(host, data, more) {
  return [
    join(host.vscode, 'out', 'server-main.js'),
    '--accept-server-license-terms',
    '--telemetry-level=off',
    `--server-data-dir=${data}`,
    `--extensions-dir=${join(data, 'extensions')}`,
    ...more,
  ];
}

/**
 * @param {import('../vscode-host.mjs').Host} host
 * @param {string} data
 * @param {string} vsix
 * @param {NodeJS.ProcessEnv} env
 */
async function installExtension(host, data, vsix, env) {
  const { code, output } = await run(host.node, commandLine(host, data, ['--install-extension', vsix]), { env });
  if (code === 0 && !/Failed Installing/i.test(output)) return;
  throw new Trouble(
    `VS Code did not take the extension ${vsix}:\n${output.trim()}`,
    'Run "npm run package" again. If that does not help, delete .vscode-host/ and start again.',
  );
}

/**
 * Proves that nobody listens on the port. VS Code itself would wait for ever on one that is taken.
 * @param {number} port 0 for any
 * @returns {Promise<number>} the port
 */
function freePort(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () =>
      reject(
        new Trouble(`Port ${port} is in use.`, 'Choose another one with --port, or leave it out for any free one.'),
      ),
    );
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : port));
    });
  });
}

/**
 * @param {import('../vscode-host.mjs').Host} host
 * @param {string} data
 * @param {NodeJS.ProcessEnv} env
 * @param {number} port
 * @param {() => void} forget
 * @returns {Promise<VSCodeServer>}
 */
async function listen(host, data, env, port, forget) {
  // Without a token every page and every user of this machine could open a terminal through the port.
  const token = randomBytes(16).toString('hex');
  const more = ['--host', '127.0.0.1', '--port', String(port), '--connection-token', token];
  const child = spawn(host.node, commandLine(host, data, more), {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, because extension hosts outlive a server that is killed alone.
    detached: true,
  });
  const killGroup = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group is gone already.
    }
  };
  // Whoever leaves without `stop` leaves nothing behind either.
  const leave = () => {
    killGroup();
    forget();
  };
  process.once('exit', leave);
  let output = '';
  /** @type {Promise<number>} */
  const exited = new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 128));
  });
  const listening = new Promise((resolve) => {
    /** @param {Buffer} bytes */
    const read = (bytes) => {
      output += String(bytes);
      if (output.includes('Extension host agent listening')) resolve('listening');
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  const stop = async () => {
    process.removeListener('exit', leave);
    child.kill('SIGTERM');
    await Promise.race([exited, after(3000)]);
    killGroup();
    await Promise.race([exited, after(3000)]);
    forget();
  };
  if ((await Promise.race([listening, exited, after(60_000)])) !== 'listening') {
    await stop();
    throw new Trouble(
      `VS Code did not start:\n${output.slice(-2000)}`,
      'Delete .vscode-host/ and start again to install it afresh.',
    );
  }
  return { port, data, output: () => output, exited, stop, address: addressMaker(port, token) };
}

/** @param {number} port @param {string} token @returns {VSCodeServer['address']} */
function addressMaker(port, token) {
  return (folder, openFile) => {
    const address = new URL(`http://127.0.0.1:${port}/`);
    address.searchParams.set('tkn', token);
    address.searchParams.set('folder', folder);
    if (openFile !== undefined) {
      const uri = `vscode-remote://127.0.0.1:${port}${encodeURI(openFile)}`;
      address.searchParams.set('payload', JSON.stringify([['openFile', uri]]));
    }
    return address.href;
  };
}

/** @param {number} milliseconds @returns {Promise<'late'>} */
function after(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(() => resolve('late'), milliseconds).unref();
  });
}
