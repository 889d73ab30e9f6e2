import { defineRule } from '../../../rules/rule.ts';
import { isBuilder } from '../claims.ts';

export default defineRule({
  id: 'dockerfile/whole-context',
  title: 'The whole build context is copied into the image',
  why: 'Whatever lies in the directory comes along: .git with its history, .env, keys, test data, for all who can pull the image.',
  remedy: 'Copy the files that the service needs, or let a .dockerignore exclude everything else.',
  category: 'secrets',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [497, 538], stride: ['I'], cis: ['Docker 4.10'] },
  equivalents: ['sonar:S6470'],
  concepts: ['whole-context-copied', 'dockerignore-missing'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    const { keyword, stage, values } = instruction;
    if ((keyword !== 'COPY' && keyword !== 'ADD') || isBuilder(stage) || instruction.isOnbuild) return;
    if (instruction.flag('from') !== undefined || instruction.flag('exclude') !== undefined) return;
    const index = values
      .slice(0, -1)
      .findIndex(
        (it) => it !== undefined && /^(?:\.|\/|\.\/|\.\/\.|(?:\.?\/)?[\w-]*\*{1,2})$/.test(it) && !/package/.test(it),
      );
    if (index < 0) return;
    report({
      at: instruction.argAt(index),
      message: `Everything in the build context is copied into the image that ships, with .git, .env and keys unless a .dockerignore excludes them. Copy what the service needs, or build in a stage of its own.`,
      confidence: 'medium',
      group: {
        key: 'context',
        message: (count) =>
          `${count} instructions copy the whole build context into the image that ships, with .git, .env and keys unless a .dockerignore excludes them.`,
      },
    });
  },
});
