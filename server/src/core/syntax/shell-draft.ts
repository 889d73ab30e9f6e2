import type { JoinedText } from '../text/joined-text.ts';
import type { Operator, PipePosition, ShellCommand, ShellRedirect, ShellWord, Within } from './shell-model.ts';
import { baseName } from './shell-wrappers.ts';
import type { Peeled } from './shell-wrappers.ts';

/** A redirection while its command is read; a here-document gets its body when the line is over. */
export type RedirectDraft = { -readonly [Key in keyof ShellRedirect]: ShellRedirect[Key] } & { script?: JoinedText };

/** A command while it is read. Its id is given when it begins, so that commands inside its words come after it. */
export class CommandDraft {
  readonly id: number;
  readonly before: Operator;
  readonly pipes: readonly PipePosition[];
  readonly within: Within | undefined;
  readonly start: number;
  readonly words: ShellWord[] = [];
  readonly redirects: RedirectDraft[] = [];

  constructor(id: number, start: number, before: Operator, pipes: readonly PipePosition[], within: Within | undefined) {
    this.id = id;
    this.start = start;
    this.before = before;
    this.pipes = pipes;
    this.within = within;
  }

  /** The command as plain data; call again when a here-document was completed. */
  finish(peeled: Peeled, conditional: boolean): ShellCommand {
    const [nameWord, ...args] = peeled.words;
    const ends = [...this.words, ...this.redirects].map((piece) => piece.end);
    return {
      id: this.id,
      name: nameWord === undefined || nameWord.dynamic ? '' : baseName(nameWord.value),
      nameWord,
      args,
      assignments: peeled.assignments,
      redirects: this.redirects.map(({ operator, descriptor, target, body, start, end }) => {
        return { operator, descriptor, target, body, start, end };
      }),
      wrappers: peeled.wrappers,
      pipes: this.pipes,
      within: this.within,
      before: this.before,
      conditional,
      start: this.start,
      end: Math.max(this.start, ...ends.slice(-1), ends[this.words.length - 1] ?? 0),
    };
  }
}
