import { defineRule } from '../../../rules/rule.ts';

export default defineRule({
  id: 'kubernetes/sudo-command',
  title: 'Container is started with sudo',
  why: 'The image carries a program that makes root out of any user, and the process expects it to work.',
  remedy: 'Give the process the rights that it needs by the security context, and leave sudo out of the image.',
  category: 'least-privilege',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'] },
  equivalents: ['kubescape:C-0062'],
  concepts: ['sudo-in-entrypoint'],
  visits: 'kubernetes.container',
  check(container, report) {
    for (const word of container.commandLine) {
      // As a word of the command, also inside a line for a shell; not as a part of a name.
      if (!/(?:^|[\s;&|(])(?:\/usr\/bin\/)?sudo(?:\s|$)/.test(word.text ?? '')) continue;
      report({
        at: word.anchor(),
        message: `${container.title} of ${container.workload.object.title} is started with sudo: the image carries a way to root for everything that runs in it. Grant what is needed by the security context and leave sudo out.`,
      });
      return;
    }
  },
});
