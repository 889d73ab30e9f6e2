import type { ShellWord } from '../../syntax/shell.ts';
import { downloadOf } from './downloads.ts';
import type { DockerfileCommand } from './lens.ts';

/** Programs of languages, and the programs that prove what was downloaded. */

/** A tool by its own name, also when another program starts it: `python -m pip`, `corepack yarn`, `uv pip`. */
export interface ToolCall {
  readonly tool: string;
  readonly args: readonly ShellWord[];
}

export function toolCall({ name, args }: DockerfileCommand): ToolCall {
  const [first, second] = args;
  if (/^(?:python|pypy)[\d.]*$/.test(name)) {
    const index = args.findIndex((it) => it.value === '-m');
    const module = args[index + 1];
    if (index >= 0 && module !== undefined) return { tool: module.value, args: args.slice(index + 2) };
  }
  if (name === 'uv' && first?.value === 'pip') return { tool: 'pip', args: args.slice(1) };
  if ((name === 'corepack' || name === 'npx') && first !== undefined && /^(?:yarn|pnpm|npm)(?:@.*)?$/.test(first.value))
    return { tool: first.value.replace(/@.*$/, ''), args: args.slice(1) };
  if (name === 'mvnw') return { tool: 'mvn', args };
  if (/^pip[\d.]*$/.test(name)) return { tool: 'pip', args };
  if (/^gem[\d.]*$/.test(name)) return { tool: 'gem', args };
  if (name === 'yarnpkg') return { tool: 'yarn', args };
  if (name === 'yarn' && first?.value === 'global' && second !== undefined)
    return { tool: 'yarn', args: args.slice(1) };
  return { tool: name, args };
}

/** The operands of a call: words that are neither options nor the values of options. */
export function operandsOf(args: readonly ShellWord[], valued: RegExp): readonly ShellWord[] {
  const operands: ShellWord[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index];
    if (word === undefined) continue;
    if (word.value === '--') {
      operands.push(...args.slice(index + 1));
      break;
    }
    if (!/^-./.test(word.value)) operands.push(word);
    else if (valued.test(word.value)) index += 1;
  }
  return operands;
}

/** An option by its names, with the word of its value when that is a word of its own. */
export function optionOf(
  args: readonly ShellWord[],
  ...names: readonly string[]
):
  | { readonly word: ShellWord; readonly value: string | undefined; readonly valueWord: ShellWord | undefined }
  | undefined {
  for (const [index, word] of args.entries()) {
    const equals = word.value.indexOf('=');
    const name = equals > 0 && word.value.startsWith('-') ? word.value.slice(0, equals) : word.value;
    if (!names.includes(name)) continue;
    if (equals > 0) return { word, value: word.value.slice(equals + 1), valueWord: undefined };
    const next = args[index + 1];
    return { word, value: next?.value, valueWord: next };
  }
  return undefined;
}

/** The command compares checksums or signatures. */
export function verifies({ name, args, command }: DockerfileCommand): boolean {
  if (
    /^(?:sha\d*sum|shasum|md5sum|b2sum|b3sum|gsha256sum|cksum|cosign|minisign|signify|slsa-verifier|gpgv|rpmkeys|keybase)$/.test(
      name,
    )
  )
    return true;
  const words = args.map((it) => it.value);
  if (/^gpg2?$/.test(name)) return words.some((it) => /^--verify|^--decrypt/.test(it));
  if (name === 'openssl') return words[0] === 'dgst';
  if (name === 'gh') return words[0] === 'attestation';
  if (name === 'busybox') return words.some((it) => /^sha\d*sum$/.test(it));
  if (name === 'test' || name === '[' || name === '[[')
    return words.some((it) => /sha\d+sum|shasum|openssl|checksum|digest/i.test(it));
  return (
    /^(?:verify|check)[-_]?(?:sum|sig|sha)/i.test(name) ||
    command.args.some((it) => /sha\d+sum\s+(?:-c|--check)/.test(it.value))
  );
}

/** One of the commands of the same RUN verifies what was fetched. */
export function isVerified({ siblings }: DockerfileCommand): boolean {
  const found = verified.get(siblings) ?? siblings.some(verifies);
  verified.set(siblings, found);
  return found;
}

/** Answers for the steps that were asked about. */
const verified = new WeakMap<readonly DockerfileCommand[], boolean>();

/** The downloads whose output reaches the command through pipes. */
export function downloadsInto(command: DockerfileCommand): readonly DockerfileCommand[] {
  return command.pipedFrom.filter((it) => downloadOf(it) !== undefined);
}

/** The commands that the output of this one reaches through the pipe. */
export function pipedOn({ command, siblings }: DockerfileCommand): readonly DockerfileCommand[] {
  return siblings.filter((it) =>
    it.command.pipes.some((to) => command.pipes.some((from) => from.pipeline === to.pipeline && from.index < to.index)),
  );
}
