import { defineRule } from '../../../rules/rule.ts';
import { fix, remove } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/insecure-build-step',
  title: 'A build step runs with all rights on the builder',
  why: 'The step runs without a sandbox, so a hostile dependency owns the builder, and with it every image that it builds afterwards.',
  remedy: 'Remove --security=insecure.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250], stride: ['E', 'T'] },
  equivalents: ['sonar:S6502'],
  concepts: ['build-sandbox-disabled'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    const flag = instruction.keyword === 'RUN' ? instruction.flag('security') : undefined;
    if (flag?.value !== 'insecure') return;
    report({
      at: flag.at,
      message:
        'This step runs without a sandbox and with all rights on the builder: what it fetches may take the builder over. Remove --security=insecure.',
      fixes: fix('Run it in the sandbox', 'behaviour', [remove(flag.at)]),
    });
  },
});
