import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { DockerfileStage } from '../lens.ts';
import { exposedPorts } from '../ports.ts';
import { fix, insertAfter, insertBefore } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/missing-healthcheck',
  title: 'Image has no HEALTHCHECK',
  why: 'A service that hangs keeps getting requests, and those that wait for it start against something dead.',
  remedy: 'Add a HEALTHCHECK, unless the orchestrator brings its own probes.',
  category: 'observability',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [703, 778], stride: ['D'], cis: ['Docker 4.6'] },
  equivalents: [
    'hadolint:DL3057',
    'checkov:CKV_DOCKER_2',
    'trivy:DS-0026',
    'kics:b03a748a-542d-44f4-bb86-9199ab4fd2d5',
    'kics:healthcheck_instruction_missing',
    'terrascan:AC_DOCKER_0047',
    'dockle:CIS-DI-0006',
  ],
  concepts: ['healthcheck-missing'],
  visits: 'dockerfile.file',
  check(file, report) {
    const stage = file.finalStage;
    if (stage === undefined) return;
    const check = stage.effective('HEALTHCHECK');
    if (check !== undefined) {
      if (check.node.args[0]?.value.toUpperCase() !== 'NONE') return;
      report({
        at: check.argAt(0),
        message: 'HEALTHCHECK NONE switches off the check of the base image, so nobody notices when the service hangs.',
        reason: 'Somebody decided so.',
        // Tools that look for the instruction alone are content with it.
        equivalents: [],
      });
      return;
    }
    report({
      at: stage.at,
      message:
        'The image has no HEALTHCHECK, so engine and Compose cannot tell a service that hangs from one that works. Kubernetes asks by probes of its own.',
      fixes: fix('Add a HEALTHCHECK', 'needs-value', healthcheck(stage)),
    });
  },
});

function healthcheck(stage: DockerfileStage): ReturnType<typeof insertBefore> {
  const port = stage.all('EXPOSE').flatMap(exposedPorts)[0]?.first;
  const base = stage.rootBase;
  const busybox =
    base.kind === 'image' && /alpine|busybox/.test(`${base.image.shortName ?? ''}:${base.image.tag ?? ''}`);
  const url = `http://localhost:${port ?? 8080}/`;
  const probe = busybox ? `wget -q --spider ${url}` : `curl -fsS ${url}`;
  const text = `HEALTHCHECK --interval=30s --timeout=3s --retries=3 CMD ${blank(probe)}`;
  const start = stage.instructions.find((it) => it.keyword === 'CMD' || it.keyword === 'ENTRYPOINT');
  return start === undefined ? insertAfter(stage.instructions.at(-1) ?? stage.from, text) : insertBefore(start, text);
}
