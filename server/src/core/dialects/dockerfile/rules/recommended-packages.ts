import { defineRule } from '../../../rules/rule.ts';
import { isBuilder, perStage } from '../claims.ts';
import type { DockerfileCommand } from '../lens.ts';
import { packageCall } from '../packages.ts';
import { fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/recommended-packages',
  title: 'Recommended packages are installed as well',
  why: 'Dozens of packages that nobody asked for give an intruder tools, and must be patched.',
  remedy: 'Install with --no-install-recommends.',
  category: 'exposure',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1104], stride: ['E'], cis: ['Docker 4.3'] },
  equivalents: [
    'hadolint:DL3015',
    'trivy:DS-0029',
    'kics:7384dfb2-fcd1-4fbf-91cd-6c44c318c33c',
    'kics:apt_get_not_avoiding_additional_packages',
    'terrascan:AC_DOCKER_0014',
    'semgrep:missing-no-install-recommends',
  ],
  concepts: ['recommended-packages-installed'],
  visits: 'dockerfile.command',
  check(command, report) {
    const call = packageCall(command);
    if (call?.manager !== 'apt' || call.action !== 'install' || command.name === 'aptitude') return;
    if (
      command.args.some((it) =>
        /^--no-install-recommends$|APT::Install-Recommends\s*=\s*"?(?:false|0|no)/i.test(it.value),
      ) ||
      isSwitchedOff(command)
    )
      return;
    const builder = isBuilder(command.stage);
    const exec = command.instruction.node.form === 'exec' && command.command.within === undefined;
    report({
      at: command.wordAt(call.actionWord),
      message: `${command.name} install brings recommended packages along, which nobody asked for and which must be patched. Add --no-install-recommends.`,
      ...(builder
        ? { severity: 'hint', reason: 'The stage is only a step of the build; the image does not contain it.' }
        : {}),
      group: {
        key: builder ? 'builder' : 'shipped',
        message: (count) =>
          `${count} installs bring recommended packages along, which nobody asked for and which must be patched. Add --no-install-recommends.`,
      },
      fixes: fix('Add --no-install-recommends', 'behaviour', [
        replace(
          command.wordAt(call.actionWord),
          exec ? 'install", "--no-install-recommends' : 'install --no-install-recommends',
        ),
      ]),
    });
  },
});

/** A line of apt's settings, or a script in the same file, has switched them off before. */
function isSwitchedOff({ instruction }: DockerfileCommand): boolean {
  const since = instruction.stage === undefined ? undefined : switchedOffSince(instruction.stage);
  return since !== undefined && since <= instruction.index;
}

/** The first instruction of the stage, or of its parents, after which recommendations are not followed. */
const switchedOffSince = perStage(
  ({ chain, file }) =>
    chain
      .toReversed()
      .flatMap((it) => it.instructions)
      .find(({ node }) =>
        /APT::Install-Recommends\s*"?\s*=?\s*"?(?:false|0|no)/i.test(
          file.tree.text.slice(node.range.start, node.range.end),
        ),
      )?.index,
);
