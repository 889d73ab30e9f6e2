import { sliceJoined, sourceRange } from '../text/joined-text.ts';
import type { JoinedText } from '../text/joined-text.ts';
import { readExecForm } from './exec-form.ts';
import type {
  DockerfileComment,
  DockerfileError,
  DockerfileFlag,
  DockerfileHeredoc,
  InstructionNode,
  DockerfileWord,
} from './dockerfile-model.ts';
import { leadingFlags, readPairs, splitWords, unquote, wordAt } from './dockerfile-words.ts';
import type { Span } from './dockerfile-words.ts';

/** The instructions of the Dockerfile reference, https://docs.docker.com/reference/dockerfile/. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER ' +
    'VOLUME WORKDIR'
  ).split(' '),
);
const WITH_COMMAND: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'SHELL']);
const WITH_LIST: ReadonlySet<string> = new Set(['ADD', 'COPY', 'VOLUME']);
const WITH_PAIRS: ReadonlySet<string> = new Set(['ENV', 'ARG', 'LABEL']);
const WITH_ONE_VALUE: ReadonlySet<string> = new Set(['USER', 'WORKDIR', 'STOPSIGNAL', 'MAINTAINER']);

/** What an instruction is read with. */
export interface InstructionSetting {
  readonly escape: string;
  readonly comments: readonly DockerfileComment[];
  /** Reads the here-documents that a logical line announces; they are not part of the line. */
  readonly heredocs: (line: JoinedText) => readonly DockerfileHeredoc[];
  readonly error: (error: DockerfileError) => void;
}

/** Reads one instruction from its logical line. Every line gives an instruction; what is wrong goes to `error`. */
export function readInstruction(line: JoinedText, setting: InstructionSetting, nested = false): InstructionNode {
  const { escape, error } = setting;
  const end = /\s/.exec(line.text)?.index ?? line.text.length;
  const keyword = line.text.slice(0, end).toUpperCase();
  const known = KEYWORDS.has(keyword);
  const keywordRange = sourceRange(line, 0, end);
  const { flags: flagSpans, rest: source } = leadingFlags(sliceJoined(line, end), escape);
  const tail = sliceJoined(line, end);
  const flags = flagSpans.map((span) => flagAt(tail, span, escape));
  if (!known) error({ code: 'unknown-instruction', message: `${keyword} is not an instruction.`, range: keywordRange });
  else if (source.text === '')
    error({ code: 'missing-argument', message: `${keyword} needs an argument.`, range: keywordRange });
  const content = readContent(keyword, source, setting);
  const onbuild =
    keyword === 'ONBUILD' && source.text !== '' && !nested ? readInstruction(source, setting, true) : null;
  if (nested && /^(?:ONBUILD|FROM|MAINTAINER)$/.test(keyword)) {
    error({ code: 'onbuild', message: `ONBUILD cannot put off ${keyword}.`, range: keywordRange });
  }
  const hasHeredocs = content.form !== 'exec' && /^(?:RUN|COPY|ADD)$/.test(keyword);
  const heredocs = onbuild?.heredocs ?? (hasHeredocs ? setting.heredocs(line) : []);
  const written = sourceRange(line, 0, line.text.length);
  const last = heredocs.at(-1);
  const range = last === undefined ? written : { start: written.start, end: (last.endRange ?? last.bodyRange).end };
  return {
    keyword,
    known,
    keywordRange,
    range,
    flags,
    ...content,
    heredocs,
    source,
    textRange: sourceRange(source, 0, source.text.length),
    comments: nested ? [] : setting.comments,
    onbuild,
  };
}

function flagAt(source: JoinedText, { start, end }: Span, escape: string): DockerfileFlag {
  const raw = source.text.slice(start, end);
  const range = sourceRange(source, start, end);
  const equals = raw.indexOf('=');
  if (equals < 0) return { name: raw.slice(2), value: null, range, valueRange: null };
  const value = unquote(raw.slice(equals + 1), escape);
  return { name: raw.slice(2, equals), value, range, valueRange: sourceRange(source, start + equals + 1, end) };
}

type Content = Pick<InstructionNode, 'args' | 'pairs' | 'form' | 'items' | 'malformedExec' | 'command'>;

function readContent(keyword: string, source: JoinedText, { escape, error }: InstructionSetting): Content {
  const none = { pairs: [], form: null, items: [], malformedExec: false, command: source };
  const all: Span = { start: 0, end: source.text.length };
  if (WITH_ONE_VALUE.has(keyword)) {
    return { ...none, args: source.text === '' ? [] : [wordAt(source, all, escape)] };
  }
  const words = splitWords(source.text, 0, escape, WITH_PAIRS.has(keyword));
  const args = words.map((span) => wordAt(source, span, escape));
  if (WITH_PAIRS.has(keyword)) {
    const pairs = readPairs(source, keyword, escape);
    for (const { value, range } of pairs) {
      if (value !== null || keyword === 'ARG') continue;
      error({ code: 'name-value', message: `${keyword} needs name=value.`, range });
    }
    return { ...none, args, pairs };
  }
  if (WITH_COMMAND.has(keyword)) return { ...none, ...readCommand(keyword, source, args, error) };
  if (!WITH_LIST.has(keyword)) return { ...none, args };
  const form = readExecForm(source);
  if ('malformed' in form) return { ...none, args, malformedExec: form.malformed };
  const items = form.items.map((item) => item.word);
  return { ...none, args: items, form: 'exec', items };
}

function readCommand(
  keyword: string,
  source: JoinedText,
  args: readonly DockerfileWord[],
  error: InstructionSetting['error'],
): Omit<Content, 'pairs'> {
  const kind = args[0]?.value.toUpperCase();
  const health = keyword === 'HEALTHCHECK';
  if (health && kind !== 'CMD')
    return { args, form: null, items: [], malformedExec: false, command: sliceJoined(source, source.text.length) };
  const before = health ? args.slice(0, 1) : [];
  const command = health ? sliceJoined(source, /^\S+\s*/.exec(source.text)?.[0].length ?? 0) : source;
  const form = readExecForm(command);
  if (!('malformed' in form)) {
    const items = form.items.map((item) => item.word);
    return { args: [...before, ...items], form: 'exec', items, malformedExec: false, command };
  }
  if (form.malformed || (keyword === 'SHELL' && source.text !== '')) {
    const range = sourceRange(command, 0, command.text.length);
    error({ code: 'exec-form', message: 'This is no JSON array of strings in double quotes.', range });
  }
  return { args, form: 'shell', items: [], malformedExec: form.malformed, command };
}
