import type { Patch } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { ShellWord } from '../../../syntax/shell.ts';
import type { DockerfileCommand } from '../lens.ts';
import { fix, replace } from '../repair.ts';
import { operandsOf, toolCall } from '../tools.ts';

interface Manager {
  readonly tool: RegExp;
  /** The action that ignores the lock file. */
  readonly action: RegExp;
  readonly lock: RegExp;
  /** Options that make it keep to the lock file, or that ask for something else. */
  readonly frozen: RegExp;
  /** The action that keeps to it. */
  readonly better: string;
}

const MANAGERS: readonly Manager[] = [
  {
    tool: /^npm$/,
    action: /^(?:install|i|in|add)$/,
    lock: /^(?:package-lock\.json|npm-shrinkwrap\.json|package\*\.json|package\*|package-\*)$/,
    frozen: /^(?:-g|--global|--location=global|--no-package-lock|--package-lock-only)$/,
    better: 'ci',
  },
  {
    tool: /^yarn$/,
    action: /^(?:install)?$/,
    lock: /^(?:yarn\.lock\*?|\*\.lock)$/,
    frozen: /^(?:--(?:frozen-lockfile|immutable|pure-lockfile)|--version|-v|--help)$/,
    better: 'install --frozen-lockfile',
  },
  {
    tool: /^pnpm$/,
    action: /^(?:install|i)$/,
    lock: /^(?:pnpm-lock\.yaml|pnpm-\*|pnpm\*)$/,
    frozen: /^(?:--frozen-lockfile|--offline|-g|--global)$/,
    better: 'install --frozen-lockfile',
  },
  {
    tool: /^bun$/,
    action: /^(?:install|i)$/,
    lock: /^bun\.lockb?\*?$/,
    frozen: /^(?:--frozen-lockfile|-g|--global)$/,
    better: 'install --frozen-lockfile',
  },
  {
    tool: /^cargo$/,
    action: /^build$/,
    lock: /^Cargo\.(?:lock|\*)$/,
    frozen: /^--(?:locked|frozen)$/,
    better: 'build --locked',
  },
  {
    tool: /^composer$/,
    action: /^(?:update|upgrade|u)$/,
    lock: /^composer\.(?:lock|\*)$/,
    frozen: /^--lock$/,
    better: 'install',
  },
];

export default defineRule({
  id: 'dockerfile/ignored-lock-file',
  title: 'The lock file is copied, and not kept to',
  why: 'Versions and checksums that were reviewed are then not those that ship.',
  remedy: 'Use the command that fails when it cannot keep to the lock file.',
  category: 'supply-chain',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [494, 829], stride: ['T'], cis: ['Docker 4.11'] },
  equivalents: [],
  concepts: ['dependency-integrity-not-enforced'],
  visits: 'dockerfile.command',
  check(command, report) {
    const { tool, args } = toolCall(command);
    const manager = MANAGERS.find((it) => it.tool.test(tool));
    if (
      manager === undefined ||
      command.instruction.keyword !== 'RUN' ||
      args.some((it) => manager.frozen.test(it.value))
    )
      return;
    const [action, ...names] = operandsOf(
      args,
      /^(?:--(?:prefix|registry|omit|only|include|loglevel|cwd|network-timeout|cache-folder|filter|target|manifest-path|package|bin|features)|-[CpF])$/,
    );
    if (!manager.action.test(action?.value ?? '') || names.length > 0 || (action === undefined && args.length > 0))
      return;
    const lock = copiedLock(command, manager.lock);
    if (lock === undefined) return;
    const word = action ?? command.command.nameWord;
    if (word === undefined) return;
    report({
      at: command.wordAt(word),
      message: `${lock} is copied, but ${tool} ${action?.value ?? 'install'} may install other versions than it names. Use ${tool} ${manager.better}, which fails instead.`,
      fixes: fix(`Use ${tool} ${manager.better}`, 'behaviour', rewritten(command, action, manager)),
    });
  },
});

/** The lock file that an earlier COPY of the stage, or of its parents, brings. */
function copiedLock({ instruction }: DockerfileCommand, pattern: RegExp): string | undefined {
  for (const { instructions } of instruction.stage?.chain ?? []) {
    for (const it of instructions) {
      if (!/^(?:COPY|ADD)$/.test(it.keyword) || it.index >= instruction.index) continue;
      for (const value of it.values.slice(0, -1)) {
        const name = value?.replace(/^.*\//, '');
        if (name !== undefined && pattern.test(name)) return name.includes('*') ? 'The lock file' : name;
      }
    }
  }
  return undefined;
}

function rewritten(command: DockerfileCommand, action: ShellWord | undefined, { better }: Manager): readonly Patch[] {
  if (action === undefined || (command.instruction.node.form === 'exec' && better.includes(' '))) return [];
  return [replace(command.wordAt(action), better)];
}
