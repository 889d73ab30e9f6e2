import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { locate } from '../node/load.ts';
import { readBytes } from '../node/read.ts';
import { codeFile, codeName, openEngine } from './engine-door.ts';
import { Texts } from './texts.ts';

/**
 * A step of the build, no part of what is shipped: lets the engine that lies beside this file judge a folder, and keeps
 * what V8 has compiled until then. What was only read over, and never called, is compiled when it is first called.
 */
async function keepCode(folder: string): Promise<void> {
  const { engine, script } = openEngine(__dirname);
  const files = locate([folder]).files.flatMap(({ uri, path }) => {
    const content = readBytes(path);
    return 'bytes' in content ? [{ uri, bytes: content.bytes }] : [];
  });
  await engine.judgeAnew(
    {
      root: folder,
      texts: Texts.of(files),
      leftOut: [],
      today: '2000-01-01',
      config: undefined,
      isolated: false,
      spec: false,
      workers: 1,
      cache: undefined,
      say: () => undefined,
    },
    undefined,
  );
  const source = readFileSync(join(__dirname, 'engine.cjs'));
  writeFileSync(join(__dirname, codeName), codeFile(source, script.createCachedData()));
}

void keepCode(process.argv[2] ?? '.');
