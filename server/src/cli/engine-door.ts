import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The rules and everything that judges: most of the program's bytes, and of the time that it takes to start. It is a
 * bundle of its own, and is opened only by who has something to judge.
 */
export function engine(): typeof import('./engine.ts') {
  // The path is computed so that it is not bundled twice.
  return createRequire(__filename)(join(__dirname, 'engine.cjs')) as typeof import('./engine.ts');
}
