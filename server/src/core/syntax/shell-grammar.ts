import type { GroupKind } from './shell-groups.ts';

/** Words that close a group, with the kind of the group. */
export const CLOSES: ReadonlyMap<string, GroupKind> = new Map([
  ['}', '{'],
  ['fi', 'if'],
  ['done', 'do'],
  ['esac', 'case'],
]);

/** Words that open a group. */
export const OPENS: ReadonlyMap<string, GroupKind> = new Map([
  ['{', '{'],
  ['if', 'if'],
  ['while', 'do'],
  ['until', 'do'],
  ['for', 'do'],
  ['select', 'do'],
  ['case', 'case'],
]);

/** Words that open a group whose first words are values, not a command. */
export const HEADED: ReadonlySet<string> = new Set(['for', 'select', 'case']);

/** Words after which a command follows. */
export const GOES_ON: ReadonlySet<string> = new Set(['then', 'else', 'elif', 'do', '!', 'coproc', 'in']);

/** Builtins that give values to the variables that they name. */
export const SETTERS: ReadonlySet<string> = new Set(['export', 'read', 'local', 'declare', 'typeset', 'readonly']);

/** A redirection operator at an offset, with the descriptor before it. */
export const REDIRECT = /(\d+|\{[A-Za-z_]\w*\})?(&>>|&>|<<<|<<-|<<|<&|<>|>>|>&|>\||<|>)/y;

/** An operator between commands at an offset. */
export const OPERATOR = /&&|\|\||;;&|;;|;&|\|&|[;|&\n]/y;

/** Blanks at an offset, which is not the end of a line. */
export const BLANKS = /[^\S\n]*/y;

/** An arithmetic command longer than this is taken for a subshell in a subshell; the bound keeps looking ahead cheap. */
export const MAX_ARITHMETIC = 200;

/** Where the line of `from` ends: at its line feed or at `end`. */
export function lineEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text[at] !== '\n') at += 1;
  return at;
}

/** Where the lines of a here-document that begin at `from` end, and where the line after its closing word begins. */
export function documentEnd(text: string, from: number, end: number, close: string, strip: boolean): [number, number] {
  for (let start = from; start < end; ) {
    const stop = lineEnd(text, start, end);
    const line = text.slice(start, stop).replace(/\r$/, '');
    const next = Math.min(stop + 1, end);
    if ((strip ? line.replace(/^\t+/, '') : line) === close) return [start, next];
    start = next;
  }
  return [end, end];
}
