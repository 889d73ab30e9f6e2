import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { hostOf, shown } from '../addresses.ts';
import type { DockerfileInstruction } from '../lens.ts';
import { fix, replace } from '../repair.ts';

const GIT = /^git@|^(?:git|ssh):\/\/|\.git(?:[#?].*)?$/i;

export default defineRule({
  id: 'dockerfile/add-of-url',
  title: 'ADD fetches an address without a checksum',
  why: 'Whoever controls the address, or the way to it, puts code into the image; the builder could compare the file and is not asked to.',
  remedy: 'Add --checksum=sha256:..., or fix the commit of a git source.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [494, 829, 353], stride: ['T'], cis: ['Docker 4.9'] },
  equivalents: [
    'kics:4b410d24-1cbe-4430-a632-62c9a931cf1c',
    'kics:curl_or_wget_instead_of_add',
    'terrascan:AC_DOCKER_0035',
    'checkov:CKV_DOCKER_4',
  ],
  concepts: ['add-remote-url', 'add-url-without-checksum'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    if (instruction.keyword !== 'ADD' || instruction.flag('checksum') !== undefined) return;
    const sources = instruction.values.slice(0, -1);
    for (const [index, value] of sources.entries()) {
      if (value === undefined) continue;
      const git = GIT.test(value);
      if (!git && !/^https?:\/\//i.test(value)) continue;
      if (git && /#[0-9a-f]{40}(?::|$)|[?&]checksum=/.test(value)) continue;
      const clear = /^http:/i.test(value);
      report({
        at: instruction.argAt(index),
        message: git
          ? `${shown(value)} is taken as it is on the day of the build. Fix the commit, or add --checksum.`
          : `What ${hostOf(value) ?? 'the server'} sends is put into the image without a comparison${clear ? ', and comes without encryption' : ''}. Add --checksum=sha256:... (docker/dockerfile:1.6 or newer).`,
        ...(git
          ? { severity: 'info', reason: 'The transport proves the server.' }
          : clear
            ? { severity: 'error', reason: 'Anyone on the way can replace the file.' }
            : {}),
        fixes: sources.length > 1 || git ? [] : withChecksum(instruction),
      });
    }
  },
});

function withChecksum(instruction: DockerfileInstruction): ReturnType<typeof fix> {
  return fix('Add the checksum', 'needs-value', [
    replace(instruction.keywordAt, `ADD --checksum=sha256:${blank('0'.repeat(64))}`),
  ]);
}
