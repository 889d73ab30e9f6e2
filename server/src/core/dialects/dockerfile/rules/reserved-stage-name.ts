import { defineRule } from '../../../rules/rule.ts';
import { usesOfStage } from '../images.ts';
import { fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/reserved-stage-name',
  title: 'A stage has a reserved name',
  why: 'After AS scratch, the reader of FROM scratch believes in an empty image, and may get a full system.',
  remedy: 'Choose another name than scratch or context.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [694], stride: ['T'] },
  equivalents: ['hadolint:DL3063', 'buildkit:ReservedStageName'],
  concepts: ['stage-name-reserved'],
  visits: 'dockerfile.stage',
  check(stage, report) {
    const { name, from } = stage;
    if (name === null || !/^(?:scratch|context)$/i.test(name)) return;
    const other = `${name}-stage`;
    const uses = usesOfStage(stage);
    const patches = uses.some((it) => it.mount || !it.literal)
      ? []
      : [replace(from.argAt(2), other), ...uses.map((it) => replace(it.at, other))];
    report({
      at: from.argAt(2),
      message: `${name} is a reserved word of the builder: a stage of that name makes it unclear what "${name}" means further down. Choose another name.`,
      fixes: fix(`Rename the stage to ${other}`, 'behaviour', patches),
    });
  },
});
