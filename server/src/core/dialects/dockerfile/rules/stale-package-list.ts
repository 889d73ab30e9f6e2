import type { Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { DockerfileCommand, DockerfileInstruction } from '../lens.ts';
import { type PackageCall, isInstall, isRefresh, isUpgrade, packageCall } from '../packages.ts';
import { fix, remove, replace, textAt } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/stale-package-list',
  title: 'Package lists are fetched in a layer of their own',
  why: 'The layer stays in the cache, so later builds install from lists that are months old and miss the security fixes that a rebuild was to bring.',
  remedy: 'Fetch the lists and install in one RUN.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1104], stride: ['T'], cis: ['Docker 4.7'] },
  equivalents: [
    'checkov:CKV_DOCKER_5',
    'trivy:DS-0017',
    'kics:9bae49be-0aa3-4de5-bab2-4c3a069e40cd',
    'kics:update_instruction_alone',
    'terrascan:AC_DOCKER_0049',
    'dockle:CIS-DI-0007',
  ],
  concepts: ['package-update-alone'],
  visits: 'dockerfile.command',
  check(command, report) {
    const { instruction } = command;
    const call = packageCall(command);
    if (call === undefined || !isRefresh(call) || instruction.keyword !== 'RUN') return;
    if (isFollowed(command, call) || cachesLists(instruction)) return;
    report({
      at: command.wordAt(call.actionWord),
      message: `${command.name} ${call.action} stands without an install in its RUN: the layer is cached, and later installs use old lists without the newest fixes. Join them in one RUN.`,
      fixes: joined(instruction, call),
    });
  },
});

/** The same RUN installs afterwards, or runs a script that may. */
function isFollowed(command: DockerfileCommand, call: PackageCall): boolean {
  return command.siblings.some((it) => {
    if (it.command.id <= command.command.id) return false;
    const later = packageCall(it);
    if (later !== undefined)
      return (
        later.manager === call.manager &&
        (isInstall(later) ||
          (isUpgrade(later) && later.action !== call.action) ||
          /^(?:download|source|build-dep|satisfy)$/.test(later.action))
      );
    const script = it.command.nameWord?.value ?? '';
    if (it.name === '' && it.command.nameWord !== undefined) return true;
    return (
      /^\.{0,2}\/.*\.sh$|^\.\//.test(script) ||
      (/^(?:sh|bash|ash|make|ansible-playbook|add-apt-repository|mk-build-deps|gdebi)$/.test(it.name) &&
        it.args.length > 0)
    );
  });
}

/** The lists live in a cache of the builder, not in a layer. */
function cachesLists(instruction: DockerfileInstruction): boolean {
  return instruction
    .flags('mount')
    .some(
      ({ value }) =>
        /type=(?:cache|tmpfs)/.test(value ?? '') &&
        /\/var\/(?:lib\/apt|cache\/(?:apk|dnf|yum|zypp))|\/etc\/apk/.test(value ?? ''),
    );
}

/** One RUN instead of two that stand side by side; only when the first does nothing else. */
function joined(instruction: DockerfileInstruction, call: PackageCall): readonly Fix[] {
  const { stage, index, node, commands } = instruction;
  const next = stage?.instructions.find((it) => it.index === index + 1);
  if (next?.keyword !== 'RUN' || commands.length !== 1) return [];
  const plain = (it: DockerfileInstruction): boolean =>
    it.node.form === 'shell' && it.node.heredocs.length === 0 && it.node.flags.length === 0;
  const text = textAt(instruction, instruction.textAt);
  if (
    !plain(instruction) ||
    !plain(next) ||
    node.comments.length + next.node.comments.length > 0 ||
    text.includes('\n')
  )
    return [];
  const installs = next.commands
    .map((it) => packageCall(it))
    .some((it) => it?.manager === call.manager && isInstall(it));
  return installs
    ? fix('Join it with the install that follows', 'safe', [
        remove(instruction.at),
        replace(next.keywordAt, `RUN ${text.trimEnd()} &&`),
      ])
    : [];
}
