import { readFileSync } from 'node:fs';
import { Usage } from './arguments.ts';

/** The bytes of the policy that `--config` names. */
export function readConfig(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new Usage(`--config ${path}: cannot be read`);
  }
}
