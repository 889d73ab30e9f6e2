import { defineRule } from '../../../rules/rule.ts';
import { dropsRoot, isRootName, userOf } from '../base-images.ts';
import type { Dockerfile, DockerfileInstruction } from '../lens.ts';
import { fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/root-user',
  title: 'Image runs as root',
  why: 'Who takes over a process of uid 0 owns everything in the container, and needs only one flaw of kernel or runtime to own the host.',
  remedy: 'End the last stage with a USER that is not root.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250, 269], stride: ['E', 'T'], cis: ['Docker 4.1'] },
  equivalents: [
    'hadolint:DL3002',
    'checkov:CKV_DOCKER_8',
    'trivy:DS-0002',
    'kics:67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae',
    'kics:last_user_is_root',
    'semgrep:last-user-is-root',
    'sonar:S6471',
    'terrascan:AC_DOCKER_0005',
    'dockle:CIS-DI-0001',
  ],
  concepts: ['final-user-root'],
  visits: 'dockerfile.file',
  check(file, report) {
    const shipped = file.finalStage === undefined ? lastUser(file.instructions) : file.finalStage.effective('USER');
    const user = userOf(shipped);
    if (shipped !== undefined && user !== undefined && isRootName(user)) {
      const drops = file.finalStage !== undefined && dropsRoot(file.finalStage);
      report({
        at: shipped.argAt(0),
        message: `The image runs as ${user}: whoever breaks into the service is root in its container. Switch to a user without rights before the service starts.`,
        ...(drops
          ? { severity: 'warning', reason: 'The image holds a program with which its start script may give root up.' }
          : {}),
        fixes: fix('Run as user 10001', 'behaviour', [replace(shipped.argAt(0), substitute(user))]),
      });
    }
    for (const builder of builders(file)) {
      report({
        at: builder.argAt(0),
        message: `This build stage ends as ${userOf(builder) ?? 'root'}. That is usual for a stage that is not shipped, and matters only if it is built and run by itself.`,
        severity: 'hint',
        reason: 'The stage is not part of the image.',
        equivalents: ['hadolint:DL3002'],
        group: {
          key: 'builders',
          message: (count) =>
            `${count} build stages end as root. That is usual for stages that are not shipped, and matters only if one of them is run by itself.`,
        },
      });
    }
  },
});

function lastUser(instructions: readonly DockerfileInstruction[]): DockerfileInstruction | undefined {
  return instructions.findLast((it) => it.keyword === 'USER');
}

/** The last USER of each stage that is not shipped, where it is root. */
function builders(file: Dockerfile): readonly DockerfileInstruction[] {
  return file.stages.flatMap((stage) => {
    const last = stage.isShipped ? undefined : lastUser(stage.instructions);
    const user = userOf(last);
    return last !== undefined && user !== undefined && isRootName(user) ? [last] : [];
  });
}

function substitute(user: string): string {
  return /container/i.test(user) ? 'ContainerUser' : '10001:10001';
}
