import { defineRule } from '../../../rules/rule.ts';
import { fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/relative-workdir',
  title: 'WORKDIR is relative',
  why: 'Where files land, and with which rights, then depends on the base image.',
  remedy: 'Write the whole path.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [426, 665], stride: ['T'] },
  equivalents: [
    'hadolint:DL3000',
    'checkov:CKV_DOCKER_10',
    'trivy:DS-0009',
    'kics:6b376af8-cfe8-49ab-a08d-f32de23661a4',
    'kics:workdir_path_not_absolute',
    'buildkit:WorkdirRelativePath',
    'semgrep:use-absolute-workdir',
    'sonar:S7021',
    'terrascan:AC_DOCKER_0013',
  ],
  concepts: ['workdir-relative'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    if (instruction.keyword !== 'WORKDIR') return;
    const { stage, index } = instruction;
    const raw = instruction.node.args[0]?.raw ?? '';
    const written = instruction.values[0] ?? raw.replace(/^["']/, '');
    if (written === '' || /^(?:[/~$%\\]|[A-Za-z]:)/.test(written)) return;
    const earlier = stage?.all('WORKDIR').filter((it) => it.index < index) ?? [];
    const anchored = earlier.some((it) => /^(?:\/|[A-Za-z]:)/.test(it.values[0] ?? ''));
    const [before] = earlier;
    const parent = before?.values[0];
    const literal = /^[\w./-]+$/.test(raw);
    const path =
      parent?.startsWith('/') === true && literal && !raw.includes('..')
        ? `${parent.replace(/\/+$/, '')}/${raw.replace(/^\.\//, '')}`
        : undefined;
    const root = stage?.rootBase;
    const fresh =
      earlier.length === 0 && literal && root?.kind === 'scratch' ? `/${raw.replace(/^\.\//, '')}` : undefined;
    const target = path ?? fresh;
    report({
      at: instruction.argAt(0),
      message: anchored
        ? `WORKDIR ${written} goes on from the directory before it, which is easy to break from afar. Write the whole path.`
        : `WORKDIR ${written} begins where the base image happens to be, so files land elsewhere when it changes. Write the whole path.`,
      ...(anchored
        ? {
            severity: 'hint',
            reason: 'An absolute directory comes before it.',
            equivalents: this.equivalents.filter((it) => it !== 'buildkit:WorkdirRelativePath'),
          }
        : {}),
      fixes: target === undefined ? [] : fix(`Write ${target}`, 'safe', [replace(instruction.argAt(0), target)]),
    });
  },
});
