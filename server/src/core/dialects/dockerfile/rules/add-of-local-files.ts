import { defineRule } from '../../../rules/rule.ts';
import type { DockerfileInstruction } from '../lens.ts';
import { fix, remove, replace } from '../repair.ts';

const REMOTE = /^(?:https?|ftp|git|ssh):\/\/|^git@|\.git(?:#.*)?$/i;
const ARCHIVE = /\.(?:tar|tar\.\w+|tgz|tbz2?|txz|tlz|tzst|gz|bz2|xz|zst|lzma)$/i;

export default defineRule({
  id: 'dockerfile/add-of-local-files',
  title: 'ADD is used where COPY would do',
  why: 'ADD also fetches addresses and unpacks archives, so a changed source gains powers that nobody meant to give it.',
  remedy: 'Write COPY for files and directories of the build context.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [610, 409], stride: ['T'], cis: ['Docker 4.9'] },
  equivalents: [
    'hadolint:DL3020',
    'checkov:CKV_DOCKER_4',
    'trivy:DS-0005',
    'kics:9513a694-aa0d-41d8-be61-3271e056f36b',
    'kics:add_instead_of_copy',
    'semgrep:prefer-copy-over-add',
    'sonar:S7029',
    'terrascan:AC_DOCKER_0032',
    'dockle:CIS-DI-0009',
  ],
  concepts: ['add-instead-of-copy'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    if (instruction.keyword !== 'ADD') return;
    const sources = instruction.values.slice(0, -1);
    const local = sources.filter((_, index) => isLocal(instruction, index));
    if (local.length === 0) return;
    const others = local.length < sources.length;
    const flags = ['checksum', 'keep-git-dir', 'unpack'].flatMap((name) =>
      instruction.flags(name).map((it) => remove(it.at)),
    );
    report({
      at: instruction.keywordAt,
      message: `ADD copies ${local[0] ?? 'files'}, and would also unpack it or fetch it if it became an archive or an address. COPY does only what is meant.`,
      group: {
        key: 'add',
        message: (count) =>
          `${count} ADD instructions copy plain files, and would also unpack or fetch them if they became archives or addresses. COPY does only what is meant.`,
      },
      fixes: others ? [] : fix('Use COPY', 'safe', [replace(instruction.keywordAt, 'COPY'), ...flags]),
    });
  },
});

/** A file or directory of the context: no address, no archive, no here-document, no line of an image's history. */
function isLocal(instruction: DockerfileInstruction, index: number): boolean {
  const value = instruction.values[index];
  const raw = instruction.node.args[index]?.raw ?? '';
  if (value === undefined || raw.startsWith('<<')) return false;
  return !REMOTE.test(value) && !ARCHIVE.test(value) && !/^(?:file|dir|multi):[0-9a-f]{6,}/.test(value);
}
