import { isAscii } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

type Engine = typeof import('./engine.ts');

let opened: Engine | undefined;

/**
 * The rules and everything that judges: most of the program's bytes, and of the time that it takes to start. It is a
 * bundle of its own, and is opened only by who has something to judge.
 */
export function engine(): Engine {
  return (opened ??= openEngine(__dirname).engine);
}

/** The engine that lies in a folder, and the script that it was made from. */
export function openEngine(folder: string): { readonly engine: Engine; readonly script: Script } {
  expectShortRun();
  const file = join(folder, 'engine.cjs');
  const bytes = readFileSync(file);
  const cachedData = codeOf(folder, bytes);
  // The build writes nothing but ASCII, which is read fastest as what holds it.
  const source = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  const script = new Script(Module.wrap(source), { filename: file, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  const start = script.runInThisContext() as (...args: readonly unknown[]) => void;
  start(module.exports, createRequire(file), module, file, folder);
  return { engine: module.exports as Engine, script };
}

/** The file that holds what V8 compiled the engine to when it was built; see {@link codeFile}. */
export const codeName = 'engine.code';

/**
 * To compile the engine takes a tenth of a second and more, so the build keeps what V8 made of it. Another V8, or one with
 * other flags, takes no notice of it and compiles. V8 compares no more than lengths, hence the hash of the source.
 */
export function codeFile(source: Buffer, code: Buffer): Buffer {
  return Buffer.concat([hashOf(source), code]);
}

function codeOf(folder: string, source: Buffer): Buffer | undefined {
  try {
    const bytes = readFileSync(join(folder, codeName));
    const hash = hashOf(source);
    return bytes.subarray(0, hash.length).equals(hash) ? bytes.subarray(hash.length) : undefined;
  } catch {
    // The build did without.
    return undefined;
  }
}

function hashOf(source: Buffer): Buffer {
  return createHash('sha256').update(source).digest();
}

/** The newest V8 (Node 24) whose flags are known: a V8 without one would say so on standard error. */
const newestV8 = 13;

/**
 * V8 optimises a function once it has run through so many bytes of bytecode. Its own number suits programs that stay:
 * here hundreds of functions, each with few calls behind it, are optimised for what the next noun is not, and thrown
 * away again. The command is over in a second or two, of which a later and rarer optimisation saves a quarter. Holds for
 * all threads.
 */
function expectShortRun(): void {
  if (Number.parseInt(process.versions.v8, 10) > newestV8) return;
  // Not before, because a run with nothing to judge does without.
  const { setFlagsFromString } = createRequire(__filename)('node:v8') as typeof import('node:v8');
  setFlagsFromString('--interrupt-budget=500000');
}
