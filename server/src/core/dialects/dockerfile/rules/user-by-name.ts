import { defineRule } from '../../../rules/rule.ts';
import { isRootName, userOf } from '../base-images.ts';
import type { DockerfileStage } from '../lens.ts';
import { fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/user-by-name',
  title: 'USER is a name that Kubernetes cannot check',
  why: 'With runAsNonRoot, Kubernetes refuses an image whose user is only a name, for it cannot know which number hides behind it.',
  remedy: 'Write the number of the user.',
  category: 'least-privilege',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'], cis: ['Docker 4.1'] },
  equivalents: ['hadolint:DL3066'],
  concepts: ['user-not-numeric'],
  visits: 'dockerfile.file',
  check(file, report) {
    const stage = file.finalStage;
    const instruction =
      stage === undefined ? file.instructions.findLast((it) => it.keyword === 'USER') : stage.effective('USER');
    const user = userOf(instruction);
    if (instruction === undefined || user === undefined || !/^[a-z_][\w.-]*$/i.test(user) || isRootName(user)) return;
    if (/^container(?:user|administrator)$/i.test(user)) return;
    const uid = stage === undefined ? undefined : uidOf(stage, user);
    const written = instruction.node.args[0]?.raw ?? '';
    report({
      at: instruction.argAt(0),
      message: `USER ${user} is a name: Kubernetes cannot verify with runAsNonRoot that it is not root. Write the number of the user instead.`,
      fixes:
        uid === undefined || !written.startsWith(user)
          ? []
          : fix(`Write ${uid} for ${user}`, 'safe', [replace(instruction.argAt(0), uid + written.slice(user.length))]),
    });
  },
});

/** The number that an earlier line gives to the user. */
function uidOf(stage: DockerfileStage, user: string): string | undefined {
  const base = stage.rootBase;
  for (const { commands } of stage.chain) {
    for (const { name, args } of commands) {
      if (name !== 'useradd' && name !== 'adduser') continue;
      if (!args.some((it) => it.value === user)) continue;
      for (const [index, word] of args.entries()) {
        const inline = /^--uid=(\d+)$/.exec(word.value)?.[1];
        const next = /^-[a-zA-Z]*u$|^--uid$/.test(word.value) ? args[index + 1]?.value : undefined;
        const uid = inline ?? next;
        if (uid !== undefined && /^\d+$/.test(uid)) return uid;
      }
    }
  }
  return user === 'node' && base.kind === 'image' && base.image.repository === 'library/node' ? '1000' : undefined;
}
