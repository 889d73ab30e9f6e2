#!/usr/bin/env node
// The command `parapet`. The program itself is the bundle that `npm run build` writes; this door only says so when it is missing.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const bundle = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
if (existsSync(bundle)) {
  createRequire(import.meta.url)(bundle);
} else {
  process.stderr.write('parapet: not built yet. Run "npm run build" in the checkout first.\n');
  process.exitCode = 2;
}
