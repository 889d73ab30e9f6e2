import type { ShellWord } from '../../syntax/shell.ts';
import { baseName } from '../../syntax/shell-wrappers.ts';
import type { DockerfileCommand } from './lens.ts';

/** curl, wget and the like: what they fetch and where they put it. */

export interface Download {
  readonly program: 'curl' | 'wget' | 'other';
  /** Arguments that are addresses. */
  readonly urls: readonly ShellWord[];
  /** The file that is written, as named; null for standard output, undefined when it is not known. */
  readonly output: string | null | undefined;
}

/** Letters of short options that take a value, in the same word or in the next. */
const VALUED: Readonly<Record<string, string>> = {
  curl: 'oHduAebcxXFTmwrCEKDyYztUPQh',
  wget: 'OoPTtUQeaiBDwARlIX',
};
const VALUED_LONG: Readonly<Record<string, RegExp>> = {
  curl: /^--(?:output|header|data(?:-\w+)?|user|user-agent|referer|cookie|cookie-jar|proxy|request|form|upload-file|max-time|write-out|range|cert|key|cacert|capath|config|retry|retry-delay|retry-max-time|connect-timeout|output-dir|proto|proto-default|resolve|tls-max|ciphers|limit-rate|max-redirs|url|interface|unix-socket)$/,
  wget: /^--(?:output-document|output-file|directory-prefix|timeout|tries|user-agent|header|user|password|http-user|http-password|ca-certificate|certificate|private-key|post-data|post-file|method|body-data|waitretry|wait|quota|execute|input-file|progress|load-cookies|referer|secure-protocol)$/,
};

const ADDRESS = /^(?:https?|ftp|ftps|git|telnet|tftp):\/\//i;

/** A word that is an address, as far as its beginning is known. */
export function isAddress(word: ShellWord): boolean {
  return ADDRESS.test(word.value);
}

/** The option and its value: in clusters of letters the first that takes a value ends the cluster. */
interface Option {
  readonly name: string;
  readonly word: ShellWord;
  /** Where the letter stands in the word's value; undefined for long options. */
  readonly letterAt: number | undefined;
  readonly value: ShellWord | undefined;
  readonly inline: string | undefined;
}

/** The options and the operands of curl and wget. */
export function readOptions({ name, args }: DockerfileCommand): {
  readonly options: readonly Option[];
  readonly operands: readonly ShellWord[];
} {
  const options: Option[] = [];
  const operands: ShellWord[] = [];
  const valued = VALUED[name] ?? '';
  const long = VALUED_LONG[name];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index];
    if (word === undefined) continue;
    const text = word.value;
    if (text === '--') {
      operands.push(...args.slice(index + 1));
      break;
    }
    if (text.startsWith('--')) {
      const equals = text.indexOf('=');
      const option = equals < 0 ? text : text.slice(0, equals);
      const takes = equals < 0 && long?.test(option) === true;
      const inline = equals < 0 ? undefined : text.slice(equals + 1);
      options.push({ name: option, word, letterAt: undefined, value: takes ? args[index + 1] : undefined, inline });
      if (takes) index += 1;
    } else if (/^-./.test(text)) {
      for (let at = 1; at < text.length; at += 1) {
        const letter = text[at] ?? '';
        const takes = valued.includes(letter);
        const rest = text.slice(at + 1);
        const next = takes && rest === '' ? args[index + 1] : undefined;
        options.push({
          name: `-${letter}`,
          word,
          letterAt: at,
          value: next,
          inline: takes && rest !== '' ? rest : undefined,
        });
        if (takes && rest === '') index += 1;
        if (takes) break;
      }
    } else operands.push(word);
  }
  return { options, operands };
}

export function downloadOf(command: DockerfileCommand): Download | undefined {
  const { name } = command;
  if (name !== 'curl' && name !== 'wget') {
    if (!/^(?:fetch|aria2c|axel|lynx|http|https|Invoke-WebRequest|iwr)$/.test(name)) return undefined;
    const urls = command.args.filter(isAddress);
    return urls.length === 0 ? undefined : { program: 'other', urls, output: undefined };
  }
  const { options, operands } = readOptions(command);
  const urls = operands.filter(
    (word) => isAddress(word) || word.dynamic || /^[\w.-]+\.[a-z]{2,}(?:[:/]|$)/i.test(word.value),
  );
  urls.push(...options.flatMap((it) => (it.name === '--url' && it.value ? [it.value] : [])));
  return { program: name, urls, output: outputOf(command, options, urls) };
}

function outputOf(
  command: DockerfileCommand,
  options: readonly Option[],
  urls: readonly ShellWord[],
): string | null | undefined {
  const redirect = command.command.redirects.find(
    (it) => /^(?:>|>>|>\||&>)$/.test(it.operator) && it.descriptor !== '2',
  );
  const to = redirect?.target;
  const [first] = urls;
  const remote = first === undefined ? undefined : baseName(first.value.replace(/[?#].*$/, ''));
  const named = (long: string, short: string): Option | undefined =>
    options.findLast((it) => it.name === long || it.name === short);
  if (command.name === 'curl') {
    const option = named('--output', '-o');
    const file = option?.value?.value ?? option?.inline;
    if (file !== undefined) return file === '-' ? (to?.value ?? null) : file;
    if (named('--remote-name', '-O') !== undefined || named('--remote-name-all', '') !== undefined) return remote;
    return to === undefined ? null : to.value;
  }
  const option = named('--output-document', '-O');
  const file = option?.value?.value ?? option?.inline;
  if (file !== undefined) return file === '-' || file === '/dev/stdout' ? (to?.value ?? null) : file;
  return options.some((it) => it.name === '--spider') ? null : remote;
}
