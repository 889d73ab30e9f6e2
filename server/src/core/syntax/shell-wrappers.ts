import type { ShellAssignment, ShellWord, ShellWrapper } from './shell-model.ts';

/** How the arguments of a wrapping program are laid out before the command that it starts. */
interface Layout {
  /** Options that take the next word as their value. */
  readonly valued?: readonly string[];
  /** Words between the options and the command, such as the duration of `timeout`. */
  readonly operands?: number;
  /** `NAME=value` words may stand before the command. */
  readonly assigns?: boolean;
  /** With one of these options the program starts no command. */
  readonly stops?: readonly string[];
}

const WRAPPERS: ReadonlyMap<string, Layout> = new Map<string, Layout>([
  ['exec', { valued: ['-a'] }],
  ['command', { stops: ['-v', '-V'] }],
  ['builtin', {}],
  ['nohup', {}],
  ['setsid', {}],
  ['time', { valued: ['-f', '-o', '--format', '--output'] }],
  ['nice', { valued: ['-n', '--adjustment'] }],
  ['ionice', { valued: ['-c', '-n', '-p'] }],
  ['timeout', { valued: ['-s', '-k', '--signal', '--kill-after'], operands: 1 }],
  ['stdbuf', { valued: ['-i', '-o', '-e'] }],
  ['env', { valued: ['-u', '-C', '--unset', '--chdir'], assigns: true }],
  [
    'sudo',
    {
      valued: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '-U', '--user', '--group', '--host', '--prompt'],
      assigns: true,
      stops: ['-l', '-v', '-K', '-e', '--list', '--validate'],
    },
  ],
  ['doas', { valued: ['-u', '-C'] }],
  ['gosu', { operands: 1 }],
  ['su-exec', { operands: 1 }],
  ['setpriv', { valued: ['--reuid', '--regid', '--groups'] }],
  ['xargs', { valued: ['-I', '-n', '-P', '-L', '-d', '-a', '-E', '-s', '--max-args', '--max-procs', '--delimiter'] }],
  ['tini', { valued: ['-p', '-e'] }],
  ['dumb-init', { valued: ['-r', '--rewrite'] }],
  ['busybox', { stops: ['--list', '--install', '--help'] }],
  ['eatmydata', {}],
  ['fakeroot', {}],
]);

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)(?:\[[^\]]*\])?\+?=/;

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The assignment that a word makes when it stands before a command. */
export function assignmentOf(word: ShellWord): ShellAssignment | undefined {
  const match = ASSIGNMENT.exec(word.raw);
  const name = match?.[1];
  if (match === null || name === undefined || !word.value.startsWith(match[0])) return undefined;
  return { name, value: word.value.slice(match[0].length), dynamic: word.dynamic, word };
}

/** A command without the programs that only start it. */
export interface Peeled {
  readonly words: readonly ShellWord[];
  readonly wrappers: readonly ShellWrapper[];
  readonly assignments: readonly ShellAssignment[];
}

/**
 * Takes leading assignments and wrapping programs off a list of words. A wrapper that starts nothing (`sudo -v`, `env`
 * alone) is a command itself and stays.
 */
export function peel(given: readonly ShellWord[], shell: boolean): Peeled {
  const wrappers: ShellWrapper[] = [];
  const assignments: ShellAssignment[] = [];
  let at = 0;
  const takeAssignments = (): void => {
    for (let word = given[at]; word !== undefined; word = given[at]) {
      const assignment = assignmentOf(word);
      if (assignment === undefined) return;
      assignments.push(assignment);
      at += 1;
    }
  };
  if (shell) takeAssignments();
  for (let word = given[at]; word !== undefined; word = given[at]) {
    const name = baseName(word.value);
    const layout = word.dynamic ? undefined : WRAPPERS.get(name);
    if (layout === undefined) break;
    const next = afterOwnWords(given, at + 1, layout);
    if (next === undefined) break;
    const made = assignments.length;
    const kept = at;
    at = next;
    if (layout.assigns === true) takeAssignments();
    if (at >= given.length) {
      at = kept;
      assignments.length = made;
      break;
    }
    wrappers.push({ name, word, args: given.slice(kept + 1, at) });
  }
  return { words: given.slice(at), wrappers, assignments };
}

/** The position of the first word that the wrapper does not keep for itself. */
function afterOwnWords(given: readonly ShellWord[], from: number, layout: Layout): number | undefined {
  let at = from;
  for (let word = given[at]; word !== undefined && /^-./.test(word.value); word = given[at]) {
    at += 1;
    if (word.value === '--') break;
    if (layout.stops?.includes(word.value) === true) return undefined;
    if (layout.valued?.includes(word.value) === true) at += 1;
  }
  at += layout.operands ?? 0;
  return at < given.length ? at : undefined;
}
