import { defineRule } from '../../../rules/rule.ts';
import { softened } from '../claims.ts';

export default defineRule({
  id: 'dockerfile/copied-root',
  title: 'A whole file system is copied into the image',
  why: 'Compilers, caches and secrets of the other stage arrive with it, and what the separate stage was for is lost.',
  remedy: 'Copy the few files that the service needs.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1104, 538], stride: ['E', 'I'], cis: ['Docker 4.3'] },
  equivalents: ['hadolint:DL3067'],
  concepts: ['stage-root-copied'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    if (instruction.keyword !== 'COPY') return;
    const { values, stage } = instruction;
    const sources = values.slice(0, -1).map((it) => normalised(it));
    const target = normalised(values.at(-1));
    const from = instruction.flag('from');
    const root = sources.indexOf('/');
    const home =
      from === undefined ? -1 : sources.findIndex((it) => it !== undefined && /^\/(?:root|home|usr)$/.test(it));
    const index = root >= 0 && target === '/' ? root : home;
    if (index < 0) return;
    const whole = index === root && root >= 0;
    const minimal = stage?.base.kind === 'scratch';
    report({
      at: instruction.argAt(index),
      message: whole
        ? `Everything${from?.value == null ? ' of the build context' : ` of ${from.value}`} is copied over the root of the image, ${from?.value == null || instruction.file.stage(from.value) ? 'with tools, caches and secrets' : 'and may replace any file there'}. Copy only what the service needs.`
        : `The whole directory ${sources[index] ?? ''} is copied${from?.value == null ? '' : ` from ${from.value}`}, with caches, keys and tools that lie in it. Copy only what the service needs.`,
      ...(!whole || minimal
        ? {
            severity: 'info',
            reason: minimal ? 'The image is put together from an empty one.' : 'Only a part of the system is copied.',
          }
        : softened(stage, 'warning')),
    });
  },
});

function normalised(path: string | undefined): string | undefined {
  return path === undefined
    ? undefined
    : path
        .replace(/\/\.?(?=\/|$)/g, '/')
        .replace(/\/{2,}/g, '/')
        .replace(/(.)\/$/, '$1');
}
