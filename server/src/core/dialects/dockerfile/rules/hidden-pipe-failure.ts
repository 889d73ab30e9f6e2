import { defineRule } from '../../../rules/rule.ts';
import type { DockerfileCommand, DockerfileInstruction } from '../lens.ts';
import { fix, insertBefore } from '../repair.ts';

/** Commands that cannot fail in a way that matters. */
const SURE = /^(?:echo|printf|yes|true|:|)$/;

export default defineRule({
  id: 'dockerfile/hidden-pipe-failure',
  title: 'A pipe hides that its first command failed',
  why: 'The result of a pipe is that of its last command: a download that broke off, or was tampered with, is built in without an error.',
  remedy: 'Set pipefail with SHELL before the first such step.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [754, 252], stride: ['T'] },
  equivalents: [
    'hadolint:DL4006',
    'kics:efbf148a-67e9-42d2-ac47-02fa1c0d0b22',
    'kics:shell_running_a_pipe_without_pipefail_flag',
    'semgrep:set-pipefail',
  ],
  concepts: ['pipeline-errors-ignored'],
  visits: 'dockerfile.file',
  check(file, report) {
    const fixed = new Set<unknown>();
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      const pipe = instruction.commands.find((it) => isHidden(it));
      if (pipe === undefined || hasPipefail(instruction)) continue;
      const first = !fixed.has(instruction.stage);
      fixed.add(instruction.stage);
      report({
        at: pipe.at,
        message: `If a command before this pipe fails, the build goes on as if nothing had happened. Set pipefail with SHELL first.`,
        group: {
          key: String(instruction.stage?.index ?? -1),
          message: (count) =>
            `${count} steps of this stage hide the failure of commands before a pipe, and go on as if nothing had happened. Set pipefail once, with SHELL.`,
        },
        fixes: first
          ? fix('Set pipefail for the stage', 'behaviour', insertBefore(instruction, shellLine(instruction)))
          : [],
      });
    }
  },
});

/** A command behind a pipe whose feeders may fail unnoticed. */
function isHidden(command: DockerfileCommand): boolean {
  if (!command.command.before.startsWith('|') || command.command.before === '||') return false;
  if (/^(?:true|:)$/.test(command.name)) return false;
  const [pipe] = command.command.pipes;
  const feeders = command.siblings.filter((it) =>
    it.command.pipes.some((p) => p.pipeline === pipe?.pipeline && p.index < pipe.index),
  );
  if (feeders.every((it) => SURE.test(it.name) && it.inside.length === 0)) return false;
  return !setsPipefail(command);
}

/** An earlier `set -o pipefail` of the script, or an option of the shell around it. */
function setsPipefail({ siblings, command }: DockerfileCommand): boolean {
  return siblings.some(
    (it) =>
      it.command.id < command.id &&
      /^(?:set|shopt|bash|ash|zsh|ksh|sh|setopt)$/.test(it.name) &&
      it.args.some((word) => /pipefail|pipe_fail/i.test(word.value)),
  );
}

function hasPipefail({ stage, index }: DockerfileInstruction): boolean {
  const shell = stage?.all('SHELL').find((it) => it.index < index);
  return shell !== undefined && shell.node.items.some((it) => /pipefail/i.test(it.value));
}

function shellLine({ stage }: DockerfileInstruction): string {
  const base = stage?.rootBase;
  const alpine =
    base?.kind === 'image' && /alpine|busybox/.test(`${base.image.shortName ?? ''}:${base.image.tag ?? ''}`);
  return alpine ? 'SHELL ["/bin/ash", "-eo", "pipefail", "-c"]' : 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]';
}
