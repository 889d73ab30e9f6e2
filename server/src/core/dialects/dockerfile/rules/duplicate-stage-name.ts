import type { Patch } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { usesOfStage } from '../images.ts';
import type { DockerfileStage } from '../lens.ts';
import { fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/duplicate-stage-name',
  title: 'Two stages have the same name',
  why: 'COPY --from then takes files from another stage than the reader thinks, for example from the one that was not hardened.',
  remedy: 'Give each stage a name of its own.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [694], stride: ['T'] },
  equivalents: [
    'hadolint:DL3024',
    'checkov:CKV_DOCKER_11',
    'trivy:DS-0012',
    'kics:f2daed12-c802-49cd-afed-fe41d0b82fed',
    'kics:same_alias_in_different_froms',
    'buildkit:DuplicateStageName',
    'semgrep:alias-must-be-unique',
    'dockerfile-utils:DUPLICATE_BUILD_STAGE_NAME',
  ],
  concepts: ['stage-name-duplicated'],
  visits: 'dockerfile.stage',
  check(stage, report) {
    const { name, file, index } = stage;
    if (name === null) return;
    const first = file.stages.slice(0, index).find((it) => it.name?.toLowerCase() === name.toLowerCase());
    if (first === undefined) return;
    const place = (it: DockerfileStage): ReturnType<typeof it.from.argAt> => it.from.argAt(2);
    report({
      at: place(stage),
      message: `An earlier stage is called ${first.name ?? ''}, too: what is copied from "${name}" depends on where it stands. Give this stage a name of its own.`,
      related: [{ message: 'The earlier stage.', at: place(first) }],
      fixes: fix('Rename the stage and its uses', 'behaviour', renamed(stage, freeName(stage, name))),
    });
  },
});

/** The stage and everything that names it under a new name; none when a use cannot be rewritten. */
function renamed(stage: DockerfileStage, name: string): readonly Patch[] {
  const uses = usesOfStage(stage);
  if (uses.some((it) => it.mount || !it.literal)) return [];
  return [replace(stage.from.argAt(2), name), ...uses.map((it) => replace(it.at, name))];
}

function freeName({ file }: DockerfileStage, name: string): string {
  let number = 2;
  while (file.stage(`${name}-${number}`) !== undefined) number += 1;
  return `${name}-${number}`;
}
