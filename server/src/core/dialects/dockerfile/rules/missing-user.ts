import { defineRule } from '../../../rules/rule.ts';
import type { Report } from '../../../rules/rule.ts';
import { dropsRoot, startingUser } from '../base-images.ts';
import type { DockerfileStage } from '../lens.ts';
import { nameOf } from '../images.ts';
import { fix, insertAfter, insertBefore } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/missing-user',
  title: 'Image has no USER and starts as root',
  why: 'Without USER the base image decides, and most of them start as root: the service then runs with rights that nobody meant to give.',
  remedy: 'Add a USER before the command that starts the service.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [250], stride: ['E', 'T'], cis: ['Docker 4.1'] },
  equivalents: [
    'checkov:CKV_DOCKER_3',
    'trivy:DS-0002',
    'kics:fd54f200-402c-4333-a5a4-36ef6709af2f',
    'kics:missing_user_instruction',
    'semgrep:missing-user',
    'semgrep:missing-user-entrypoint',
    'sonar:S6471',
    'dockle:CIS-DI-0001',
  ],
  concepts: ['final-user-missing'],
  visits: 'dockerfile.file',
  check(file, report) {
    const stage = file.finalStage;
    if (stage === undefined || stage.effective('USER') !== undefined) return;
    const claim = judge(stage);
    if (claim === undefined) return;
    report({
      at: stage.at,
      ...claim,
      // Sonar speaks only of images that it knows.
      equivalents:
        claim.confidence === 'low' ? this.equivalents.filter((it) => it !== 'sonar:S6471') : this.equivalents,
      fixes: fix('Run as a user without rights', 'behaviour', userPatches(stage)),
    });
  },
});

function judge(stage: DockerfileStage): Pick<Report, 'message' | 'severity' | 'reason' | 'confidence'> | undefined {
  const base = stage.rootBase;
  if (base.kind === 'scratch')
    return {
      message:
        'The image names no USER, so its program runs as root. In an image from scratch a number is enough: USER 10001:10001.',
      severity: 'info',
      reason: 'The image holds nothing but the program itself.',
    };
  if (base.kind === 'unknown')
    return {
      message:
        'No USER is set, so the base image, which a build argument chooses, decides as whom the service runs. Set USER to be sure.',
      severity: 'info',
      reason: 'The base image is not known.',
      confidence: 'low',
    };
  const name = nameOf(base.image);
  const user = startingUser(base.image);
  if (user === 'other') return undefined;
  if (user === undefined)
    return {
      message: `No USER is set, so the image ${name} decides as whom the service runs; most images start as root. Set USER to be sure.`,
      severity: 'info',
      reason: 'It is not known as whom the base image starts.',
      confidence: 'low',
    };
  const message = `No USER is set and ${name} starts as root, so the service runs as root. Add a USER before it is started.`;
  if (user === 'root' && !dropsRoot(stage)) return { message, severity: 'warning' };
  return { message, severity: 'info', reason: 'The start script of the image can give root up.' };
}

/** Node images bring an account with the number 1000; elsewhere a number without account does. */
function userPatches(stage: DockerfileStage): ReturnType<typeof insertBefore> {
  const base = stage.rootBase;
  const node = base.kind === 'image' && base.image.repository === 'library/node';
  const text = node ? 'USER 1000:1000' : 'USER 10001:10001';
  const start = stage.instructions.find((it) => it.keyword === 'CMD' || it.keyword === 'ENTRYPOINT');
  if (start !== undefined) return insertBefore(start, text);
  return insertAfter(stage.instructions.at(-1) ?? stage.from, text);
}
