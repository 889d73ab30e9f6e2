import { defineRule } from '../../../rules/rule.ts';
import type { DockerfileInstruction, Known } from '../lens.ts';

export default defineRule({
  id: 'dockerfile/system-workdir',
  title: 'WORKDIR points into a tree of the kernel',
  why: 'A working directory such as /proc/self/fd/7 lets a process begin outside the root of its container (CVE-2024-21626).',
  remedy: 'Use a directory of the application, such as /app.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668, 403], stride: ['E'] },
  equivalents: ['trivy:DS-0030'],
  concepts: ['workdir-in-system-tree'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    if (instruction.keyword !== 'WORKDIR') return;
    const path = resolved(instruction);
    if (
      path === undefined ||
      !/^\/(?:proc|boot|dev|initrd|lost\+found|sys)(?:\/|$)/.test(path) ||
      /^\/dev\/shm(?:\/|$)/.test(path)
    )
      return;
    report({
      at: instruction.argAt(0),
      message: `WORKDIR ${path} lies in a tree of the kernel: a process that starts there may begin outside its container (CVE-2024-21626). Use a directory of the application.`,
    });
  },
});

/** The directory with those before it taken into account; a relative one below an unknown one is unknown. */
function resolved(instruction: DockerfileInstruction): Known {
  const earlier = instruction.stage?.all('WORKDIR').filter((it) => it.index <= instruction.index) ?? [instruction];
  let path: Known = '/';
  for (const it of [...earlier].reverse()) {
    const step: Known = it.values[0];
    if (step === undefined) path = undefined;
    else if (step.startsWith('/')) path = step;
    else if (path !== undefined) path = `${path}/${step}`;
  }
  if (path === undefined) return undefined;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
