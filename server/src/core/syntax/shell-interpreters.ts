import type { JoinedText } from '../text/joined-text.ts';
import type { ShellCommand } from './shell-model.ts';

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'mksh']);

/** True for a program that reads POSIX shell scripts. */
export function isShell(name: string): boolean {
  return SHELLS.has(name);
}

/** The script that a command hands to a shell as an argument: `sh -c '...'`, `su -c '...'`, `eval '...'`. */
export function scriptArgument(command: ShellCommand): JoinedText | undefined {
  const { name, args } = command;
  if (name === 'eval') return args.length === 1 ? args[0]?.source : undefined;
  if (!isShell(name) && name !== 'su' && name !== 'runuser') return undefined;
  const options = args.findIndex((word) => word.value === '--command' || /^-[A-Za-z]*c[A-Za-z]*$/.test(word.value));
  if (options < 0) return undefined;
  // `bash -o pipefail -c x` and `bash -ceuo pipefail x`: the value of a clustered `o` stands before the script.
  const skipped = /^-[A-Za-z]*o/.test(args[options]?.value ?? '') ? 2 : 1;
  return args[options + skipped]?.source;
}

/** True when a shell is started without a script, so that it reads its commands from its input. */
export function readsScriptFromInput(command: ShellCommand): boolean {
  if (!isShell(command.name)) return false;
  let valued = false;
  for (const { value } of command.args) {
    if (valued) valued = false;
    else if (value === '-' || value === '-s' || value === '--') return true;
    else if (/^[-+][A-Za-z]*c/.test(value)) return false;
    else if (/^[-+]/.test(value)) valued = /^[-+][A-Za-z]*o$/.test(value);
    else return value === '/dev/stdin';
  }
  return true;
}
