import { defineRule } from '../../../rules/rule.ts';
import type { ShellWord } from '../../../syntax/shell.ts';
import { hostOf } from '../addresses.ts';
import { perStage } from '../claims.ts';
import { downloadOf } from '../downloads.ts';
import type { DockerfileCommand } from '../lens.ts';
import { downloadsInto, verifies } from '../tools.ts';

const INTERPRETER = /^(?:sh|bash|ash|dash|zsh|ksh|fish|python[\d.]*|perl|ruby|node|php|pwsh|lua|Rscript)$/;

export default defineRule({
  id: 'dockerfile/piped-installer',
  title: 'A download is run without a look at it',
  why: 'Whatever the server answers in that moment runs as root in the build: other code for each build, and nobody reviewed it.',
  remedy: 'Download to a file, compare its checksum or signature, then run it; or install a package.',
  category: 'supply-chain',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [494, 829], stride: ['T', 'E'], cis: ['Docker 4.11'] },
  equivalents: [],
  concepts: ['pipe-to-interpreter'],
  visits: 'dockerfile.command',
  check(command, report) {
    if (command.instruction.keyword !== 'RUN') return;
    const download = pipedDownload(command) ?? substituted(command);
    const word = command.command.nameWord;
    if (download !== undefined && word !== undefined) {
      const place = source(download);
      report({
        at: command.wordAt(word),
        message: `What ${place} answers is run at once by ${command.name}, unseen and different for each build. Download it to a file, compare its checksum, then run it.`,
        ...(isPinned(download) ? { severity: 'info', reason: 'The address names one commit.' } : {}),
      });
      return;
    }
    const run = executed(command);
    if (run === undefined) return;
    report({
      at: command.wordAt(run.word),
      message: `${run.word.value} was downloaded from ${source(run.download)} and is run without a comparison of its checksum or signature. Compare it first.`,
      ...(isPinned(run.download)
        ? { severity: 'info', reason: 'The address names one commit.' }
        : { severity: 'warning', reason: 'The file can at least be kept and looked at.' }),
    });
  },
});

/** `curl ... | sh`: the interpreter reads its script from the pipe. */
function pipedDownload(command: DockerfileCommand): DockerfileCommand | undefined {
  if (!INTERPRETER.test(command.name) || !readsInput(command)) return undefined;
  if (
    command.siblings.some(
      (it) =>
        command.pipedFrom.includes(it) &&
        (verifies(it) || (/^(?:cat|jq)$/.test(it.name) === false && /^(?:gpg)$/.test(it.name))),
    )
  )
    return undefined;
  return downloadsInto(command).at(0);
}

function readsInput({ name, args }: DockerfileCommand): boolean {
  const words = args.map((it) => it.value);
  if (/^(?:sh|bash|ash|dash|zsh|ksh|fish)$/.test(name)) {
    if (words.some((it) => /^-[a-z]*s[a-z]*$/.test(it) && !/^-[a-z]*o/.test(it))) return true;
    return !words.some((it) => /^-[a-z]*c$/.test(it)) && operandsBefore(words);
  }
  if (name.startsWith('python') && words.some((it) => /^-[cm]/.test(it))) return false;
  if (words.some((it) => /^-(?:[a-zA-Z]*e|p|r|ne|pe|lne|-eval|-print)/.test(it))) return false;
  return operandsBefore(words);
}

/** Without a script file the input is the script; `-` names it, too. */
function operandsBefore(words: readonly string[]): boolean {
  const operand = words.find(
    (it, index) => it === '-' || (!it.startsWith('-') && !/^-[a-z]*o$/.test(words[index - 1] ?? '')),
  );
  return (
    operand === undefined ||
    operand === '-' ||
    operand === '/dev/stdin' ||
    (words.indexOf('--') >= 0 && words.indexOf('--') < words.indexOf(operand))
  );
}

/** `sh -c "$(curl ...)"`, `bash <(curl ...)`, `eval "$(...)"`, `source <(...)`. */
function substituted(command: DockerfileCommand): DockerfileCommand | undefined {
  if (!INTERPRETER.test(command.name) && !/^(?:eval|source|\.)$/.test(command.name)) return undefined;
  const inner = command.inside.filter((it) => it.command.within?.kind !== 'script');
  return inner.find((it) => downloadOf(it) !== undefined);
}

const commandsOf = perStage((stage) => stage.commands);

/** A file that an earlier step of the stage downloaded is run, and nothing verified it between. */
function executed(
  command: DockerfileCommand,
): { readonly word: ShellWord; readonly download: DockerfileCommand } | undefined {
  const { args, stage, instruction } = command;
  const nameWord = command.command.nameWord;
  const script = INTERPRETER.test(command.name)
    ? args.find((it) => !it.value.startsWith('-'))
    : nameWord?.value.includes('/') === true
      ? nameWord
      : undefined;
  if (script === undefined || script.dynamic) return undefined;
  const name = script.value.replace(/^.*\//, '');
  const all = stage === undefined ? command.siblings : commandsOf(stage);
  const index = all.findIndex((it) => it.instruction === instruction && it.command.id === command.command.id);
  const before = index < 0 ? command.siblings.filter((it) => it.command.id < command.command.id) : all.slice(0, index);
  const at = before.findLastIndex((it) => downloadOf(it)?.output?.replace(/^.*\//, '') === name);
  const download = before[at];
  if (download === undefined || name === '' || before.slice(at).some(verifies)) return undefined;
  return { word: script, download };
}

function source(download: DockerfileCommand): string {
  const url = downloadOf(download)?.urls[0]?.value ?? '';
  const host = hostOf(/^[a-z]+:\/\//i.test(url) ? url : `https://${url}`);
  return host === undefined || host === '' || host.includes('$') ? 'the server' : host;
}

function isPinned(download: DockerfileCommand): boolean {
  return downloadOf(download)?.urls.some((it) => /\/[0-9a-f]{40}(?:\/|$)/.test(it.value)) === true;
}
