// `npm start [-- PATH] [--port NUMBER]`: a real VS Code in the browser with Parapet in it, from a fresh clone.
// Node built-ins only, here and in all that is imported here: this file runs before anything is installed.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureLibraries, ensurePacked } from './lib/fresh.mjs';
import { root } from './lib/run.mjs';
import { runMain, say, Trouble } from './lib/say.mjs';
import { startServer } from './lib/vscode-server.mjs';
import { installHost } from './vscode-host.mjs';

const usage = 'Usage: npm start [-- PATH] [--port NUMBER]   (PATH is a folder or a file; examples/shop when left out)';

async function main() {
  const { folder, file, port } = readArguments();
  /** @type {import('./lib/vscode-server.mjs').VSCodeServer | null} */
  let server = null;
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await server?.stop();
    process.exit(0);
  };
  // From the first moment on: a server that is still starting goes too, when the process exits.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

  await ensureLibraries();
  const vsix = await ensurePacked();
  const host = await installHost();
  say('Starting VS Code');
  server = await startServer({ host, vsix, ...(port === null ? {} : { port }) });
  say(`VS Code is open on ${folder}. Press Ctrl+C to stop it. Open this address in a browser:`);
  console.log(server.address(folder, file));
  const code = await server.exited;
  if (!stopping) {
    await server.stop();
    throw new Trouble(`VS Code ended by itself with code ${code}:\n${server.output().slice(-2000)}`, 'Start it again.');
  }
}

/** @returns {{ folder: string, file: string | undefined, port: number | null }} */
function readArguments() {
  const { values, positionals } = parseCommandLine();
  if (positionals.length > 1) throw new Trouble('More than one path was given.', usage);
  // The example opens with a file that has something to say.
  const given = positionals[0] ?? join(root, 'examples', 'shop', 'compose.yaml');
  // npm runs scripts in the root of the checkout; a relative path means the folder in which the person typed it.
  const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), given);
  if (!existsSync(path)) throw new Trouble(`There is nothing at ${path}.`, usage);
  const real = realpathSync(path);
  const isFolder = statSync(real).isDirectory();
  return { folder: isFolder ? real : dirname(real), file: isFolder ? undefined : real, port: readPort(values.port) };
}

function parseCommandLine() {
  try {
    return parseArgs({ options: { port: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw new Trouble(error instanceof Error ? error.message : String(error), usage);
  }
}

/** @param {string | undefined} text @returns {number | null} */
function readPort(text) {
  if (text === undefined) return null;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Trouble(`"${text}" is not a port: a number from 1 to 65535 is one.`, usage);
}

await runMain(main);
