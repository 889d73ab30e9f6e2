import { defineRule } from '../../../rules/rule.ts';
import type { DockerfileInstruction } from '../lens.ts';
import { tokensIn } from '../../../syntax/token-shape.ts';
import { isSecretVariable } from '../secrets.ts';

export default defineRule({
  id: 'dockerfile/secret-by-value',
  title: 'A literal has the shape of a secret',
  why: 'Keys hide under harmless names and in scripts; in a Dockerfile they stand in the repository and in the layers of the image.',
  remedy: 'Revoke the key, and give the build its secrets by RUN --mount=type=secret.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [798, 312], stride: ['I', 'S'], cis: ['Docker 4.10'] },
  equivalents: [],
  concepts: ['secret-literal-by-value'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    const { node, file } = instruction;
    if (node.onbuild !== null) return;
    const from = node.textRange.start;
    const text = file.tree.text.slice(from, node.range.end);
    for (const { kind, start, end } of tokensIn(text)) {
      const range = { start: from + start, end: from + end };
      if (isNamed(instruction, range.start)) continue;
      report({
        at: instruction.spanAt(range),
        message: `This looks like a credential (${kind}). It stands in the repository and in the image: revoke it, and use RUN --mount=type=secret.`,
        confidence: 'medium',
      });
    }
  },
});

/** The name of the variable already says that it is a secret; another rule reports that. */
function isNamed({ node, keyword }: DockerfileInstruction, at: number): boolean {
  if (keyword !== 'ENV' && keyword !== 'ARG') return false;
  return node.pairs.some(({ key, range }) => range.start <= at && at < range.end && isSecretVariable(key.value));
}
