import type { Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { Report } from '../../../rules/rule.ts';
import type { DockerfileInstruction, PairValue } from '../lens.ts';
import { fix, remove, replace } from '../repair.ts';
import { isSecretLiteral, isSecretVariable } from '../secrets.ts';
import { variableUses } from '../variables.ts';

export default defineRule({
  id: 'dockerfile/secret-in-variable',
  title: 'ARG or ENV carries a secret',
  why: 'Values of ENV stand in the settings of the image and those of ARG in its history: whoever can pull the image can read them.',
  remedy: 'Give the build its secrets by RUN --mount=type=secret, and the container by its orchestrator.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [522, 538, 798], stride: ['I', 'S'], cis: ['Docker 4.10'] },
  equivalents: [
    'hadolint:DL3064',
    'trivy:DS-0031',
    'buildkit:SecretsUsedInArgOrEnv',
    'semgrep:secret-in-build-arg',
    'sonar:S6472',
    'dockle:CIS-DI-0010',
  ],
  concepts: ['secret-name-in-arg-or-env'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    const { keyword } = instruction;
    if (keyword !== 'ENV' && keyword !== 'ARG') return;
    for (const pair of instruction.pairs) {
      if (!isSecretVariable(pair.name)) continue;
      const claim = keyword === 'ENV' ? judgeEnv(pair) : judgeArg(pair);
      if (claim !== undefined)
        report({ at: pair.keyAt, ...claim, fixes: keyword === 'ENV' ? withoutPair(pair) : asMount(instruction, pair) });
    }
  },
});

type Claim = Pick<Report, 'message' | 'severity' | 'reason'>;

function judgeEnv({ name, value, raw }: PairValue): Claim | undefined {
  if (raw?.includes('$') === true) {
    if (value !== undefined && value !== null && value !== '' && !isSecretLiteral(name, value)) return undefined;
    return {
      message: `ENV ${name} takes the secret from a build argument into the image, where everybody who pulls it can read it. Let the container get it when it starts.`,
    };
  }
  if (value === '' || value === null || value === undefined)
    return {
      message: `ENV ${name} is declared for a secret: once somebody fills it in, it stands in the image. Let the container get it when it starts.`,
      severity: 'info',
      reason: 'It is empty here.',
    };
  return isSecretLiteral(name, value)
    ? {
        message: `ENV ${name} writes a secret into the image, where everybody who pulls it can read it. Remove it, change the secret, and let the container get it when it starts.`,
      }
    : undefined;
}

function judgeArg({ name, value, raw }: PairValue): Claim | undefined {
  if (value === null || value === '' || raw?.includes('$') === true)
    return {
      message: `What is passed for ARG ${name} can be read in the history of the image. Use RUN --mount=type=secret instead.`,
      severity: 'warning',
      reason: 'The value comes with the build.',
    };
  return value !== undefined && isSecretLiteral(name, value)
    ? {
        message: `ARG ${name} has a secret as its default, which stands in the repository and in the history of the image. Remove it, change the secret, and use RUN --mount=type=secret.`,
      }
    : undefined;
}

function withoutPair(pair: PairValue): readonly Fix[] {
  return fix(`Remove ${pair.name} from the image`, 'behaviour', [remove(pair.at)]);
}

/** The argument as a secret mount of the only RUN that uses it. */
function asMount({ stage, index }: DockerfileInstruction, { name, at }: PairValue): readonly Fix[] {
  const users = (stage?.instructions ?? []).filter((it) => it.index > index && uses(it, name));
  const [run] = users;
  if (run === undefined || users.length > 1 || run.keyword !== 'RUN') return [];
  const mount = `--mount=type=secret,id=${name.toLowerCase()},env=${name}`;
  return fix(`Mount ${name} as a secret of the build`, 'behaviour', [
    remove(at),
    replace(run.keywordAt, `RUN ${mount}`),
  ]);
}

function uses({ file, node }: DockerfileInstruction, name: string): boolean {
  const text = file.tree.text.slice(node.range.start, node.range.end);
  return new RegExp(`\\b${name}\\b`).test(text) || variableUses(text, file.tree.escape).some((it) => it.name === name);
}
