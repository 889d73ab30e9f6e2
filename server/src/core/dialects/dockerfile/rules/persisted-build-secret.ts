import { defineRule } from '../../../rules/rule.ts';
import type { ShellWord } from '../../../syntax/shell.ts';
import type { DockerfileCommand, DockerfileInstruction } from '../lens.ts';
import { mountOptions } from '../mount.ts';
import { type SecretMount, secretMounts } from '../secrets.ts';
import { pipedOn } from '../tools.ts';

export default defineRule({
  id: 'dockerfile/persisted-build-secret',
  title: 'A build secret is written into the image after all',
  why: 'The mount protects a secret only as long as nobody copies it out: once it is in a file of the layer, everybody who pulls the image has it.',
  remedy: 'Let the tool read the mount itself, or delete the file in the same RUN.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [538, 312], stride: ['I'], cis: ['Docker 4.10'] },
  equivalents: [],
  concepts: ['secret-mount-persisted'],
  visits: 'dockerfile.command',
  check(command, report) {
    const { instruction } = command;
    if (instruction.keyword !== 'RUN') return;
    const mounts = secretMounts(instruction).filter((it) => it.kind === 'secret');
    if (mounts.length === 0 || command.command.within?.kind === 'substitution') return;
    const secret = mounts.find((it) => mentions(command, it));
    if (secret === undefined) return;
    const kept = keeps(command, secret);
    if (kept === undefined || isTemporary(instruction, kept.path) || isRemoved(command, kept.path)) return;
    report({
      at: command.wordAt(kept.word),
      message: `The secret ${secret.id} is written to ${kept.path ?? `the settings of ${command.name}`} and so into the layer. Let the tool read the mount itself, or delete the file in this RUN.`,
      confidence: 'medium',
    });
  },
});

/** The command, or one inside its words, reads the secret. */
function mentions(command: DockerfileCommand, secret: SecretMount): boolean {
  const named = (word: ShellWord): boolean =>
    word.raw.includes(secret.path) ||
    (secret.variable !== undefined && new RegExp(`\\$\\{?${secret.variable}\\b`).test(word.raw));
  return (
    command.args.some(named) ||
    command.command.redirects.some((it) => it.target !== undefined && it.operator === '<' && named(it.target)) ||
    command.inside.some((it) => mentions(it, secret))
  );
}

/** Where the secret stays: a path, or the settings of the program. */
function keeps(
  command: DockerfileCommand,
  secret: SecretMount,
): { readonly word: ShellWord; readonly path: string | undefined } | undefined {
  const { name, args } = command;
  const operands = args.filter((it) => !it.value.startsWith('-'));
  const last = operands.at(-1);
  if (
    /^(?:cp|mv|install|ln)$/.test(name) &&
    last !== undefined &&
    operands.length > 1 &&
    !last.value.includes(secret.path)
  )
    return { word: last, path: last.value };
  const output = command.command.redirects.find((it) => it.operator.startsWith('>') && it.descriptor !== '2');
  if (output?.target !== undefined && /^(?:cat|echo|printf|base64|envsubst|sed|jq)$/.test(name))
    return { word: output.target, path: output.target.value };
  const tee = pipedOn(command).find((it) => it.name === 'tee');
  const file = tee?.args.find((it) => !it.value.startsWith('-'));
  if (file !== undefined) return { word: file, path: file.value };
  const settings =
    /^(?:npm|pnpm|yarn|pip3?|git|composer|poetry|bundle|aws|gcloud|docker|helm)$/.test(name) &&
    args.some((it) => /^(?:config|configure|login|auth)$/.test(it.value));
  return settings && operands[0] !== undefined && !args.some((it) => /^(?:get|list|unset|delete)$/.test(it.value))
    ? { word: operands[0], path: undefined }
    : undefined;
}

function isTemporary(instruction: DockerfileInstruction, path: string | undefined): boolean {
  if (path === undefined) return false;
  if (/^\/dev\/|^\/run\/|^\/proc\//.test(path)) return true;
  return instruction.flags('mount').some(({ value }) => {
    const options = mountOptions(value ?? undefined);
    const target = options?.get('target');
    return /^(?:tmpfs|cache)$/.test(options?.get('type') ?? '') && target !== undefined && path.startsWith(target);
  });
}

/** A later command of the same RUN deletes the file, or takes the setting back. */
function isRemoved(command: DockerfileCommand, path: string | undefined): boolean {
  const later = command.siblings.filter((it) => it.command.id > command.command.id);
  const name = path?.replace(/\/+$/, '').replace(/^.*\//, '');
  return later.some((it) => {
    if (path === undefined)
      return (
        it.name === command.name &&
        it.args.some((word) => /^(?:delete|unset|--unset|rm|logout|remove)/.test(word.value))
      );
    return (
      /^(?:rm|shred|unlink)$/.test(it.name) &&
      it.args.some(
        (word) =>
          word.value === path ||
          word.value.endsWith(`/${name ?? ''}`) ||
          word.value === name ||
          path.startsWith(`${word.value.replace(/\/?\*?$/, '')}/`),
      )
    );
  });
}
