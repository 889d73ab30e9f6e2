import { defineRule } from '../../../rules/rule.ts';
import { isBuilder } from '../claims.ts';
import type { DockerfileCommand, DockerfileInstruction } from '../lens.ts';
import { isCredentialFile, isSecretLiteral, isSecretVariable } from '../secrets.ts';

export default defineRule({
  id: 'dockerfile/deleted-secret',
  title: 'A credential is removed only in a later layer',
  why: 'The earlier layer still holds it, and is pulled with the image: deleting hides it from the file list, not from anybody who looks.',
  remedy: 'Never let it into a layer: RUN --mount=type=secret.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [538], stride: ['I'], cis: ['Docker 4.10'] },
  equivalents: [],
  concepts: ['secret-deleted-in-later-layer'],
  visits: ['dockerfile.command', 'dockerfile.instruction'],
  check(noun, report) {
    if (isBuilder(noun.stage)) return;
    if ('command' in noun) {
      for (const { word, from } of removed(noun))
        report({
          at: noun.wordAt(word),
          message: `${word.value} is deleted here, but the layer of line ${lineOf(from)} keeps it and is pulled with the image. Use RUN --mount=type=secret there, and change the credential.`,
          related: [{ message: 'This layer keeps the file.', at: from.at }],
        });
      return;
    }
    if (noun.keyword !== 'ENV') return;
    for (const pair of noun.pairs) {
      const before = noun.variable(pair.name);
      if (pair.value !== '' || before?.kind !== 'env' || !isSecretVariable(pair.name)) continue;
      if (before.value === undefined || !isSecretLiteral(pair.name, before.value)) continue;
      report({
        at: pair.keyAt,
        message: `${pair.name} is emptied here, but the history of the image keeps its earlier value. Do not set it in the first place, and change the credential.`,
        related: [{ message: 'Here it is set.', at: before.instruction.at }],
      });
    }
  },
});

/** Files with credentials that a command deletes, with the earlier instruction that brought them. */
function removed({ name, args, instruction }: DockerfileCommand): readonly {
  readonly word: DockerfileCommand['args'][number];
  readonly from: DockerfileInstruction;
}[] {
  if (!/^(?:rm|shred|unlink)$/.test(name)) return [];
  const earlier = (instruction.stage?.instructions ?? []).filter((it) => it.index < instruction.index);
  return args.flatMap((word) => {
    if (word.dynamic || word.value.startsWith('-') || !isCredentialFile(word.value)) return [];
    const path = word.value.replace(/\/+$/, '');
    const file = path.slice(path.lastIndexOf('/') + 1);
    const from = earlier.find((it) => brings(it, file));
    return from === undefined ? [] : [{ word, from }];
  });
}

function brings(instruction: DockerfileInstruction, file: string): boolean {
  const { keyword, node } = instruction;
  const ends = (text: string): boolean => text === file || text.endsWith(`/${file}`);
  if (keyword === 'COPY' || keyword === 'ADD') return node.args.some((it) => ends(it.value));
  if (keyword !== 'RUN') return false;
  return instruction.commands.some((command) =>
    command.command.redirects.some(
      (it) => it.operator.startsWith('>') && it.target !== undefined && ends(it.target.value),
    ),
  );
}

function lineOf({ file, node }: DockerfileInstruction): number {
  return file.tree.text.slice(0, node.range.start).split('\n').length;
}
