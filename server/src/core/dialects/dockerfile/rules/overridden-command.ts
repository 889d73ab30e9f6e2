import { defineRule } from '../../../rules/rule.ts';
import { sections } from '../claims.ts';
import { fix, remove } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/overridden-command',
  title: 'Only the last of several CMDs or ENTRYPOINTs counts',
  why: 'A wrapper that was written first, to drop rights or to check settings, is silently left out.',
  remedy: 'Keep the one that is meant.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1041], stride: ['T'] },
  equivalents: [
    'hadolint:DL4003',
    'hadolint:DL4004',
    'trivy:DS-0016',
    'trivy:DS-0007',
    'kics:41c195f4-fc31-4a5c-8a1b-90605538d49f',
    'kics:multiple_cmd_instructions_listed',
    'kics:6938958b-3f1a-451c-909b-baeee14bdc97',
    'kics:multiple_entrypoint_instructions_listed',
    'buildkit:MultipleInstructionsDisallowed',
    'semgrep:multiple-cmd-instructions',
    'semgrep:multiple-entrypoint-instructions',
    'sonar:S6589',
    'terrascan:AC_DOCKER_0053',
  ],
  concepts: ['entrypoint-or-cmd-overridden'],
  visits: 'dockerfile.file',
  check(file, report) {
    for (const instructions of sections(file)) {
      for (const keyword of ['CMD', 'ENTRYPOINT']) {
        const all = instructions.filter((it) => it.keyword === keyword);
        const last = all.at(-1);
        const other =
          keyword === 'CMD'
            ? /DL4004|DS-0007|6938958b|multiple_entrypoint|multiple-entrypoint/
            : /DL4003|DS-0016|41c195f4|multiple_cmd|multiple-cmd|DOCKER_0053/;
        for (const instruction of all.slice(0, -1))
          report({
            at: instruction.keywordAt,
            message: `A later ${keyword} of the stage replaces this one, which never runs. Keep the one that is meant.`,
            equivalents: this.equivalents.filter((it) => !other.test(it)),
            related: last === undefined ? [] : [{ message: 'This one runs.', at: last.keywordAt }],
            fixes: fix(`Remove the ${keyword} that never runs`, 'safe', [remove(instruction.at)]),
          });
      }
    }
  },
});
