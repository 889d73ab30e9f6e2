import { defineRule } from '../../../rules/rule.ts';
import { downloadOf } from '../downloads.ts';
import { isInstall, packageCall } from '../packages.ts';
import type { DockerfileInstruction } from '../lens.ts';

export default defineRule({
  id: 'dockerfile/risky-onbuild',
  title: 'ONBUILD acts in builds of others',
  why: 'Whoever builds on this image does not see the instruction that copies all their files or fetches something from the network.',
  remedy: 'Leave such steps to the Dockerfiles that need them.',
  category: 'supply-chain',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [829], stride: ['T'] },
  equivalents: [],
  concepts: ['onbuild-risky-trigger'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    if (!instruction.isOnbuild) return;
    const what = risk(instruction);
    if (what === undefined) return;
    report({
      at: instruction.keywordAt,
      message: `ONBUILD ${instruction.keyword} ${what} in every build that starts from this image, where its author does not see it. Leave the step to those Dockerfiles.`,
    });
  },
});

function risk(instruction: DockerfileInstruction): string | undefined {
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
    const all =
      instruction.flag('from') === undefined &&
      instruction.values.slice(0, -1).some((it) => it !== undefined && /^\.?\/?\*?$/.test(it));
    return all ? 'copies the whole build context' : undefined;
  }
  if (instruction.keyword !== 'RUN') return undefined;
  if (instruction.flags('mount').some((it) => /type=(?:secret|ssh)/.test(it.value ?? '')))
    return 'uses a secret of the build';
  const fetches = instruction.commands.some((command) => {
    const call = packageCall(command);
    const tool = /^(?:npm|pnpm|yarn|pip3?|bundle|gem|go|cargo|mvn|gradle|composer|dotnet|git)$/.test(command.name);
    const acts = command.values.some((it) =>
      /^(?:install|ci|i|add|get|clone|restore|package|build|download|update)$/.test(it ?? ''),
    );
    return downloadOf(command) !== undefined || (call !== undefined && isInstall(call)) || (tool && acts);
  });
  return fetches ? 'fetches code from the network' : undefined;
}
