import { defineRule } from '../../../rules/rule.ts';
import type { Anchor } from '../../../syntax/anchor.ts';
import { isBuilder } from '../claims.ts';
import type { DockerfileCommand, DockerfileInstruction } from '../lens.ts';
import { hasSecretMount } from '../secrets.ts';
import { pipedOn } from '../tools.ts';

const SETTINGS =
  /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.netrc|_netrc|pip\.conf|\.pypirc|settings\.xml|nuget\.config|auth\.json|\.git-credentials|gradle\.properties|\.gemrc|\.bundle\/config|credentials(?:\.toml)?|poetry\.toml)$/i;
const SECRET =
  /_authToken|_auth\b|_password|\bpassword\b|npmAuthToken|:\/\/[^\s/:]+:[^\s/@]+@|\blogin\s+\S+\s+password\b|\btoken\b|<password>|ClearTextPassword/i;

export default defineRule({
  id: 'dockerfile/package-manager-credentials',
  title: 'Settings of a package manager with credentials stay in the image',
  why: 'Whoever pulls the image can use them to read from the artifact store, and often to write to it.',
  remedy: 'Mount the file for the step that needs it, or delete it in the same RUN.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [538], stride: ['I'], cis: ['Docker 4.10'] },
  equivalents: [],
  concepts: ['final-image-with-package-cache-credentials'],
  visits: ['dockerfile.command', 'dockerfile.instruction'],
  check(noun, report) {
    if (isBuilder(noun.stage)) return;
    const found = 'command' in noun ? writtenBy(noun) : copiedBy(noun);
    if (found === undefined) return;
    report({
      at: found.at,
      message: `${found.path} is written with a credential and stays in the layer. Mount it by RUN --mount=type=secret, or delete it in the same RUN.`,
    });
  },
});

function writtenBy(command: DockerfileCommand): { readonly path: string; readonly at: Anchor } | undefined {
  const { instruction, siblings } = command;
  // Values from secret mounts are judged by another rule.
  if (instruction.keyword !== 'RUN' || hasSecretMount(instruction)) return undefined;
  const output = command.command.redirects.find((it) => it.operator.startsWith('>') && it.descriptor !== '2');
  const secret =
    command.args.some((it) => SECRET.test(it.value) && !isLiteralVariable(it.raw)) ||
    command.command.redirects.some((it) => SECRET.test(it.body ?? ''));
  if (!secret) return undefined;
  const tee = pipedOn(command)
    .find((it) => it.name === 'tee')
    ?.args.find((it) => !it.value.startsWith('-'));
  const target = output?.target ?? tee;
  if (target === undefined || !SETTINGS.test(target.value)) return undefined;
  const name = target.value.replace(/^.*\//, '');
  const removed = siblings.some(
    (it) =>
      it.command.id > command.command.id &&
      /^(?:rm|shred|unlink)$/.test(it.name) &&
      it.args.some((word) => word.value.endsWith(name)),
  );
  return removed ? undefined : { path: target.value, at: command.wordAt(target) };
}

/** `'//registry/:_authToken=${NPM_TOKEN}'` in single quotes: npm fills the variable in when it runs. */
function isLiteralVariable(raw: string): boolean {
  return /^'[^']*\$\{[^']*'$/.test(raw) || /\\\$\{/.test(raw);
}

function copiedBy(instruction: DockerfileInstruction): { readonly path: string; readonly at: Anchor } | undefined {
  const { keyword, node, values } = instruction;
  const target = values.at(-1);
  if ((keyword !== 'COPY' && keyword !== 'ADD') || target === undefined || !SETTINGS.test(target)) return undefined;
  const secret = node.heredocs.some((it) => SECRET.test(it.body));
  return secret ? { path: target, at: instruction.argAt(values.length - 1) } : undefined;
}
