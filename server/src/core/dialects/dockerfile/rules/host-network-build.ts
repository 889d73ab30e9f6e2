import { defineRule } from '../../../rules/rule.ts';
import { fix, remove } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/host-network-build',
  title: 'A build step uses the network of the builder',
  why: 'Install scripts then reach what listens on the loopback of the builder, and the metadata service of its cloud.',
  remedy: 'Remove --network=host.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [653], stride: ['I', 'E'], cis: ['Docker 5.10'] },
  equivalents: ['sonar:S6431'],
  concepts: ['build-host-network'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    const flag = instruction.keyword === 'RUN' ? instruction.flag('network') : undefined;
    if (flag?.value !== 'host') return;
    report({
      at: flag.at,
      message:
        'This step shares the network of the builder: what it runs reaches services on its loopback and the metadata of its cloud. Remove --network=host.',
      fixes: fix('Use a network of its own', 'behaviour', [remove(flag.at)]),
    });
  },
});
