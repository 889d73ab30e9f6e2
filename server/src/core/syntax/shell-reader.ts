import { composeJoined, sliceJoined, sourceOffset, sourceRange, verbatim } from '../text/joined-text.ts';
import type { JoinedText } from '../text/joined-text.ts';
import { CommandDraft } from './shell-draft.ts';
import type { RedirectDraft } from './shell-draft.ts';
import {
  BLANKS,
  CLOSES,
  documentEnd,
  GOES_ON,
  HEADED,
  lineEnd,
  MAX_ARITHMETIC,
  OPENS,
  OPERATOR,
  REDIRECT,
  SETTERS,
} from './shell-grammar.ts';
import { MAX_DEPTH, ShellGroups } from './shell-groups.ts';
import type { GroupKind } from './shell-groups.ts';
import { readsScriptFromInput, scriptArgument } from './shell-interpreters.ts';
import type { Operator, PipePosition, ShellCommand, ShellWord, Within } from './shell-model.ts';
import type { ShellRecord } from './shell-record.ts';
import { assignmentOf, peel } from './shell-wrappers.ts';
import { isMeta, lineJoin, readWord, skipBalanced } from './shell-words.ts';
import type { WordHost } from './shell-words.ts';

/** Where a list of commands stands: inside which command, in which pipelines, how deep. */
export interface ShellPlace {
  readonly within: Within | undefined;
  readonly outer: readonly PipePosition[];
  readonly depth: number;
  readonly conditional: boolean;
}

/** Reads one list of commands: a whole script, or what stands in a substitution. */
export class ShellReader implements WordHost {
  readonly text: string;
  readonly end: number;
  readonly #record: ShellRecord;
  readonly #source: JoinedText;
  readonly #place: ShellPlace;
  readonly #groups: ShellGroups;
  #at = 0;
  /** The last thing read was an operator that needs a command after it. */
  #joins = false;
  #draft: CommandDraft | undefined;
  /** Here-documents whose lines begin after the present line. */
  #documents: RedirectDraft[] = [];
  /** Their commands, which are kept when the documents were read. */
  #waiting = new Set<CommandDraft>();

  constructor(record: ShellRecord, source: JoinedText, place: ShellPlace, end: number = source.text.length) {
    this.#record = record;
    this.#source = source;
    this.#place = place;
    this.text = source.text;
    this.end = end;
    this.#groups = new ShellGroups(() => record.newPipeline());
  }

  /** Reads commands from `from`; with `stop`, until that closing parenthesis. Answers the offset after what was read. */
  read(from: number, stop: '' | ')' = ''): number {
    this.#at = from;
    for (this.#skipBlanks(); this.#at < this.end; this.#skipBlanks()) {
      const character = this.text[this.#at];
      if (character === '#') this.#at = lineEnd(this.text, this.#at, this.end);
      else if (this.#draft === undefined && this.#groups.readsPatterns) this.#readPattern();
      else if (character === ')') {
        if (stop === ')' && !this.#groups.hasParenthesis) {
          this.#finish();
          this.#keepWaiting();
          return this.#at + 1;
        }
        this.#at += 1;
        this.#close('(');
      } else if (!this.#readRedirect() && !this.#readOperator()) this.#readPiece();
    }
    this.#finish();
    this.#keepWaiting();
    if (stop === ')') this.error('The parenthesis is not closed.', from);
    return this.end;
  }

  lookup(name: string): string | undefined {
    return this.#record.assigned.has(name) ? undefined : this.#record.lookup(name);
  }

  error(message: string, at: number): void {
    this.#record.errors.push({ message, at: sourceOffset(this.#source, at) });
  }

  substitution(start: number, kind: 'substitution' | 'process'): number {
    const place = this.#enter(start, kind);
    if (place === undefined) return skipBalanced(this.text, start - 1, this.end, '(', ')');
    return new ShellReader(this.#record, this.#source, place, this.end).read(start, ')');
  }

  backticks(start: number, end: number): void {
    const place = this.#enter(start, 'substitution');
    if (place !== undefined) new ShellReader(this.#record, this.#source, place, end).read(start);
  }

  #enter(start: number, kind: Within['kind']): ShellPlace | undefined {
    const offset = sourceOffset(this.#source, start);
    if (this.#place.depth >= MAX_DEPTH || this.#record.substitutions.has(offset)) return undefined;
    this.#record.substitutions.add(offset);
    const { id } = this.#draftHere();
    return { within: { command: id, kind }, outer: [], depth: this.#place.depth + 1, conditional: this.#conditional() };
  }

  #conditional(): boolean {
    return this.#place.conditional || this.#groups.conditional;
  }

  #draftHere(at: number = this.#at): CommandDraft {
    if (this.#draft === undefined) {
      const pipes = [...this.#groups.pipes, ...this.#place.outer];
      const { within } = this.#place;
      const { commands } = this.#record;
      const start = sourceOffset(this.#source, at);
      this.#draft = new CommandDraft(commands.length, start, this.#groups.before, pipes, within);
      // Holds the place in the list, so that commands inside the words of this one are listed after it.
      commands.push(this.#draft.finish({ words: [], wrappers: [], assignments: [] }, false));
    }
    return this.#draft;
  }

  #finish(): void {
    const draft = this.#draft;
    if (draft !== undefined) this.#joins = false;
    this.#draft = undefined;
    if (draft === undefined || this.#waiting.has(draft)) return;
    this.#keep(draft);
  }

  #keep(draft: CommandDraft): void {
    const peeled = peel(draft.words, true);
    const command = draft.finish(peeled, this.#conditional() || draft.before === '||');
    const { assigned } = this.#record;
    for (const { name } of command.assignments) assigned.add(name);
    if (SETTERS.has(command.name)) {
      for (const word of command.args) assigned.add(assignmentOf(word)?.name ?? word.value);
    }
    keepCommand(this.#record, command, draft.redirects, this.#place.depth);
  }

  #skipBlanks(): void {
    for (;;) {
      BLANKS.lastIndex = this.#at;
      this.#at += BLANKS.exec(this.text)?.[0].length ?? 0;
      const joined = lineJoin(this.text, this.#at);
      if (joined === 0) break;
      this.#at += joined;
    }
    this.#at = Math.min(this.#at, this.end);
  }

  /** Reads an operator, which ends the present command. */
  #readOperator(): boolean {
    OPERATOR.lastIndex = this.#at;
    const operator = OPERATOR.exec(this.text)?.[0];
    if (operator === undefined) return false;
    this.#at = Math.min(this.#at + operator.length, this.end);
    const unfinished = this.#draft === undefined && this.#joins;
    this.#finish();
    if (operator === '\n') this.#readDocuments();
    // The line may break after `|`, `&&` and `||`.
    if (operator === '\n' && unfinished) return true;
    this.#joins = operator === '&&' || operator.startsWith('|');
    const ends = operator.startsWith(';') && operator.length > 1;
    if (ends) this.#groups.expectPatterns(true);
    this.#groups.advance(ends ? ';' : (operator as Operator));
    return true;
  }

  /** Reads a word, a reserved word, or the beginning of a group. */
  #readPiece(): void {
    const first = this.#draft === undefined || this.#draft.words.length === 0;
    if (this.text[this.#at] === '(') {
      this.#readParenthesis(first);
      return;
    }
    const start = this.#at;
    const before = this.#draft;
    const word = this.#readWord();
    if (word.end === word.start && this.#at === start) {
      this.#at += 1;
      return;
    }
    if (before === undefined && !word.quoted && this.#readReserved(word)) return;
    const draft = this.#draftHere(start);
    draft.words.push(word);
    if (first && word.value === '[[') this.#readCondition(draft);
  }

  #readWord(): ShellWord {
    const read = readWord(this, this.#at);
    this.#at = read.end;
    const range = sourceRange(this.#source, read.start, read.end);
    return { ...read, ...range, source: composeJoined(read.source, this.#source) };
  }

  #readParenthesis(first: boolean): void {
    const draft = this.#draft;
    if (first && draft === undefined) {
      if (this.text[this.#at + 1] === '(') {
        const limit = Math.min(this.end, this.#at + MAX_ARITHMETIC);
        const close = skipBalanced(this.text, this.#at, limit, '(', ')');
        if (close < limit && this.text[close - 2] === ')') {
          this.#at = close;
          return;
        }
      }
      this.#open('(');
      this.#at += 1;
      return;
    }
    const array = this.text[this.#at - 1] === '=';
    this.#at = array ? skipBalanced(this.text, this.#at, this.end, '(', ')') : this.#at + 1;
    if (array || draft === undefined) return;
    // `name() {`: what was read as a command is the name of a function; its body follows.
    this.#skipBlanks();
    if (draft.words.length === 1 && this.text[this.#at] === ')') {
      this.#at += 1;
      this.#draft = undefined;
      this.#record.commands.length = draft.id;
    }
  }

  /** Acts on a word that has a meaning of its own at the beginning of a command. */
  #readReserved(word: ShellWord): boolean {
    const closes = CLOSES.get(word.value);
    const opens = OPENS.get(word.value);
    if (closes !== undefined) this.#close(closes);
    else if (opens !== undefined) {
      this.#open(opens);
      if (HEADED.has(word.value)) this.#readHead(word.value);
    } else if (word.value === 'function') {
      this.#skipBlanks();
      this.#readWord();
      this.#skipBlanks();
      if (/^\(\s*\)/.test(this.text.slice(this.#at, this.#at + 8))) this.#at = this.text.indexOf(')', this.#at) + 1;
    } else return GOES_ON.has(word.value);
    return true;
  }

  #open(kind: GroupKind): void {
    this.#joins = false;
    this.#groups.open(kind);
  }

  #close(kind: GroupKind): void {
    this.#finish();
    this.#groups.close(kind);
  }

  /** Reads what follows `for` or `case` up to the commands. The words are values, kept as a command without a name. */
  #readHead(keyword: string): void {
    this.#skipBlanks();
    if (this.text.startsWith('((', this.#at)) {
      this.#at = skipBalanced(this.text, this.#at, this.end, '(', ')');
      return;
    }
    const name = this.#readWord();
    if (keyword !== 'case') this.#record.assigned.add(name.value);
    for (;;) {
      this.#skipBlanks();
      if (keyword === 'case' && this.text[this.#at] === '\n') this.#at += 1;
      else if (this.#at >= this.end || isMeta(this.text[this.#at])) break;
      else if (this.#readWord().raw === 'in' && keyword === 'case') {
        this.#groups.expectPatterns(true);
        break;
      }
    }
    this.#dropEmptyDraft();
  }

  /** Removes a command that was begun only because a value held a substitution. */
  #dropEmptyDraft(): void {
    const draft = this.#draft;
    this.#draft = undefined;
    if (draft === undefined) return;
    this.#record.commands[draft.id] = draft.finish(peel([], true), this.#conditional());
  }

  /** Reads `pattern | pattern)`, or `esac`. */
  #readPattern(): void {
    const character = this.text[this.#at];
    if (character === ')') {
      this.#groups.expectPatterns(false);
      this.#at += 1;
    } else if (isMeta(character)) this.#at += 1;
    else {
      const start = this.#at;
      const word = this.#readWord();
      this.#dropEmptyDraft();
      if (this.#at === start) this.#at += 1;
      else if (word.raw === 'esac') this.#close('case');
    }
  }

  /** Reads the rest of `[[ ... ]]`, where operators are words. */
  #readCondition(draft: CommandDraft): void {
    for (this.#skipBlanks(); this.#at < this.end; this.#skipBlanks()) {
      const character = this.text[this.#at];
      if (character === ';' || character === '\n') return;
      const start = this.#at;
      const word = this.#readWord();
      if (this.#at === start) this.#at += 1;
      else {
        draft.words.push(word);
        if (word.raw === ']]') return;
      }
    }
  }

  #readRedirect(): boolean {
    REDIRECT.lastIndex = this.#at;
    const match = REDIRECT.exec(this.text);
    const operator = match?.[2];
    if (match === null || operator === undefined || this.#at + match[0].length > this.end) return false;
    const after = this.#at + match[0].length;
    if (operator.length === 1 && this.text[after] === '(') return false;
    const command = this.#draftHere();
    const start = sourceOffset(this.#source, this.#at);
    this.#at = after;
    this.#skipBlanks();
    const process = /^[<>]\(/.test(this.text.slice(this.#at, this.#at + 2));
    const target = process || !isMeta(this.text[this.#at]) ? this.#readWord() : undefined;
    const end = target?.end ?? sourceOffset(this.#source, after - 1) + 1;
    const redirect = { operator, descriptor: match[1] ?? '', target, body: undefined, start, end };
    command.redirects.push(redirect);
    if ((operator === '<<' || operator === '<<-') && target !== undefined) {
      this.#documents.push(redirect);
      this.#waiting.add(command);
    }
    return true;
  }

  /** Reads the here-documents that were announced on the line that ends before the present offset. */
  #readDocuments(): void {
    const documents = this.#documents;
    this.#documents = [];
    for (const redirect of documents) {
      const start = this.#at;
      const { operator, target } = redirect;
      const [stop, next] = documentEnd(this.text, start, this.end, target?.value ?? '', operator === '<<-');
      this.#at = next;
      redirect.body = this.text.slice(start, stop);
      redirect.script = sliceJoined(this.#source, start, stop);
    }
    this.#keepWaiting();
  }

  /** Keeps the commands that wait for here-documents; those that were not found have no lines. */
  #keepWaiting(): void {
    const commands = this.#waiting;
    this.#waiting = new Set();
    this.#documents = [];
    for (const command of commands) this.#keep(command);
  }
}

/** Keeps a finished command, and reads the scripts that it hands to a shell. */
function keepCommand(
  record: ShellRecord,
  command: ShellCommand,
  redirects: readonly RedirectDraft[],
  depth: number,
): void {
  record.commands[command.id] = command;
  if (depth >= MAX_DEPTH) return;
  const scripts = [scriptArgument(command)];
  if (readsScriptFromInput(command)) scripts.push(...redirects.map((redirect) => redirect.script));
  const { id, pipes, conditional } = command;
  for (const script of scripts) {
    if (script === undefined) continue;
    const place: ShellPlace = { within: { command: id, kind: 'script' }, outer: pipes, depth: depth + 1, conditional };
    new ShellReader(record, script, place).read(0);
  }
}

/** Reads a whole script into `record`. */
export function readScript(record: ShellRecord, text: string): void {
  const place: ShellPlace = { within: undefined, outer: [], depth: 0, conditional: false };
  new ShellReader(record, verbatim(text, 0), place).read(0);
}

/** Takes words as one command that is started without a shell. */
export function readArguments(record: ShellRecord, parts: readonly JoinedText[]): void {
  const draft = new CommandDraft(0, 0, '', [record.newPipeline()], undefined);
  for (const source of parts) {
    const { start, end } = sourceRange(source, 0, source.text.length);
    draft.words.push({ start, end, raw: source.text, value: source.text, dynamic: false, quoted: true, source });
  }
  if (draft.words.length > 0) keepCommand(record, draft.finish(peel(draft.words, false), false), [], 0);
}
