import { defineRule } from '../../../rules/rule.ts';
import { sections } from '../claims.ts';
import { fix, remove } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/duplicate-healthcheck',
  title: 'Only the last of several HEALTHCHECKs counts',
  why: 'The check that the reader sees first is not the one that runs.',
  remedy: 'Keep the one that is meant.',
  category: 'observability',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1041], stride: ['D'], cis: ['Docker 4.6'] },
  equivalents: [
    'hadolint:DL3012',
    'trivy:DS-0023',
    'datadog:do_not_use_multiple_healthcheck',
    'buildkit:MultipleInstructionsDisallowed',
  ],
  concepts: ['healthcheck-duplicated'],
  visits: 'dockerfile.file',
  check(file, report) {
    for (const instructions of sections(file)) {
      const checks = instructions.filter((it) => it.keyword === 'HEALTHCHECK');
      const last = checks.at(-1);
      for (const check of checks.slice(0, -1))
        report({
          at: check.keywordAt,
          message: 'A later HEALTHCHECK of the stage replaces this one, which never runs. Keep the one that is meant.',
          related: last === undefined ? [] : [{ message: 'This one runs.', at: last.keywordAt }],
          fixes: fix('Remove the check that never runs', 'safe', [remove(check.at)]),
        });
    }
  },
});
