import type { Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { softened } from '../claims.ts';
import type { DockerfileInstruction, PairValue } from '../lens.ts';
import { fix, remove, replace } from '../repair.ts';
import { CREDENTIAL_PATH_VARIABLE, isCredentialFile } from '../secrets.ts';
import { variableUses } from '../variables.ts';

export default defineRule({
  id: 'dockerfile/credential-file',
  title: 'A file with credentials is copied into the image',
  why: 'The key stays in a layer for ever, even when a later step deletes it, and opens the account to all who can pull the image.',
  remedy: 'Mount the file for the one step that needs it: RUN --mount=type=secret.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [538, 522], stride: ['I', 'S'], cis: ['Docker 4.10'] },
  equivalents: ['trivy:DS-0031', 'dockle:CIS-DI-0010'],
  concepts: ['credential-file-copied'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    const { keyword, stage } = instruction;
    if (keyword === 'ENV' || keyword === 'ARG') {
      for (const pair of instruction.pairs) {
        if (!CREDENTIAL_PATH_VARIABLE.test(pair.name) || !isCopied(instruction, pair)) continue;
        report({
          at: pair.valueAt,
          message: `${pair.name} points into a directory that was copied, so the credentials are part of the image. Mount them when the container starts.`,
          ...softened(stage, 'error'),
        });
      }
      return;
    }
    if ((keyword !== 'COPY' && keyword !== 'ADD') || instruction.flag('from') !== undefined) return;
    const { args } = instruction.node;
    const index = args.findIndex((word, position) => {
      const value = instruction.values[position];
      const named = value !== undefined && !word.raw.startsWith('<<') && isCredentialFile(value);
      const variable = variableUses(word.raw, instruction.file.tree.escape).some((it) =>
        CREDENTIAL_PATH_VARIABLE.test(it.name),
      );
      return named || variable;
    });
    if (index < 0) return;
    const name = args[index]?.value ?? '';
    report({
      at: instruction.argAt(index),
      message: `${name} looks like a file with credentials: it stays in a layer of the image, for all who can pull it. Mount it for the step that needs it, by RUN --mount=type=secret.`,
      ...(/\.(?:npmrc|yarnrc)$/.test(name)
        ? { severity: 'warning', reason: 'It may name only a registry.', confidence: 'medium' }
        : softened(stage, 'error')),
      fixes: asMount(instruction),
    });
  },
});

/** A COPY before has brought the directory that the path leads into. */
function isCopied({ stage, index }: DockerfileInstruction, { value }: PairValue): boolean {
  if (
    value === null ||
    value === undefined ||
    value === '' ||
    /^\/(?:var\/)?run\/|^\/secrets?\/|^\/etc\/secrets?\//.test(value)
  )
    return false;
  const path = plain(value);
  return (stage?.chain ?? []).some(({ instructions }) =>
    instructions.some((it) => {
      if (!/^(?:COPY|ADD)$/.test(it.keyword) || it.index >= index || it.flag('from') !== undefined) return false;
      const target = it.values.at(-1);
      if (target === undefined) return false;
      const folder = plain(target);
      return folder === ''
        ? !value.startsWith('/') || target === '/'
        : path === folder || path.startsWith(`${folder}/`);
    }),
  );
}

function plain(path: string): string {
  return path
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '')
    .replace(/^\.$/, '');
}

/** The file as a secret of the RUN that follows; none when the next step is another. */
function asMount(instruction: DockerfileInstruction): readonly Fix[] {
  const { stage, index, values } = instruction;
  const [source, target, ...more] = values;
  const next = stage?.instructions.find((it) => it.index === index + 1);
  if (
    source === undefined ||
    target === undefined ||
    more.length > 0 ||
    next?.keyword !== 'RUN' ||
    /[*?[]/.test(source)
  )
    return [];
  const name = source.slice(source.lastIndexOf('/') + 1);
  const path = /(?:^|\/)\.?$/.test(target) ? `${target.replace(/\.?$/, '')}${name}` : target;
  const full = path.startsWith('/')
    ? path
    : workdir(instruction) === undefined
      ? undefined
      : `${workdir(instruction) ?? ''}/${path.replace(/^\.\//, '')}`;
  if (full === undefined) return [];
  const id = name.replace(/^\.+/, '').replace(/[^\w.-]/g, '-');
  const mount = `--mount=type=secret,id=${id},target=${full}`;
  return fix('Mount the file as a secret of the next step', 'behaviour', [
    remove(instruction.at),
    replace(next.keywordAt, `RUN ${mount}`),
  ]);
}

/** The directory in force, when one absolute WORKDIR has set it. */
function workdir({ stage, index }: DockerfileInstruction): string | undefined {
  const path = stage?.all('WORKDIR').find((it) => it.index < index)?.values[0];
  return path?.startsWith('/') === true ? path.replace(/\/+$/, '') : undefined;
}
