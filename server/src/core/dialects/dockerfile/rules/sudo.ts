import type { Patch } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { ShellWrapper } from '../../../syntax/shell.ts';
import { runsAs } from '../base-images.ts';
import { softened } from '../claims.ts';
import type { DockerfileCommand } from '../lens.ts';
import { fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/sudo',
  title: 'The image uses sudo',
  why: 'sudo in an image is a setuid program with a rule that asks for no password: a ready way back to root for whoever breaks in.',
  remedy: 'Do the work as root with USER before and after it, and leave sudo out of the image.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [250, 269], stride: ['E'] },
  equivalents: [
    'hadolint:DL3004',
    'checkov:CKV2_DOCKER_1',
    'trivy:DS-0010',
    'kics:8ada6e80-0ade-439e-b176-0b28f6bce35a',
    'kics:run_using_sudo',
    'semgrep:no-sudo-in-dockerfile',
    'terrascan:AC_DOCKER_0007',
    'dockle:DKL-DI-0001',
  ],
  concepts: ['sudo-in-run'],
  visits: 'dockerfile.command',
  check(command, report) {
    const wrapper = command.command.wrappers.find((it) => it.name === 'sudo');
    const word = wrapper?.word ?? (command.name === 'sudo' ? command.command.nameWord : undefined);
    if (word === undefined) return;
    report({
      at: command.wordAt(word),
      message:
        'sudo must be installed in the image for this, and stays there as a way back to root. Run the step under USER root instead.',
      ...softened(command.stage, 'warning'),
      fixes:
        wrapper && runsAs(command.instruction) === 'root'
          ? fix('Remove sudo: the step runs as root anyway', 'safe', without(command, wrapper))
          : [],
    });
  },
});

/** The command without sudo and its options; none when sudo changes to another user than root. */
function without(command: DockerfileCommand, { word, args }: ShellWrapper): readonly Patch[] {
  if (args.some((it) => /^-[a-zA-Z]*[ugiHs]|^--(?:user|group|login|shell)/.test(it.value))) return [];
  if (command.instruction.node.form === 'exec') return [];
  const { assignments, nameWord, wrappers } = command.command;
  const starts = [
    ...assignments.map((it) => it.word),
    ...wrappers.map((it) => it.word),
    ...(nameWord ? [nameWord] : []),
  ];
  const next = Math.min(...starts.map((it) => it.start).filter((start) => start > word.start));
  return Number.isFinite(next) ? [replace(command.pieceAt(word.start, next), '')] : [];
}
