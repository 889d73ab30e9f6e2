import { defineRule } from '../../../rules/rule.ts';
import type { ShellWord } from '../../../syntax/shell.ts';
import { softened } from '../claims.ts';
import type { DockerfileCommand } from '../lens.ts';
import { hasSecretMount } from '../secrets.ts';

/** Program and words that log in, and what makes it a login with a credential, if more is needed. */
const LOGINS: readonly { readonly name: RegExp; readonly words: RegExp; readonly option?: RegExp }[] = [
  {
    name: /^aws$/,
    words: /^configure set (?:\S* )?(?:profile\.\S+\.)?aws_(?:secret_access_key|access_key_id|session_token)\b/,
  },
  { name: /^gcloud$/, words: /^auth (?:activate-service-account|login)\b/ },
  { name: /^az$/, words: /^login\b/, option: /^(?:-p|--password|--federated-token)(?:=|$)|^-p./ },
  { name: /^doctl$/, words: /^auth init\b/, option: /^(?:-t|--access-token)(?:=|$)/ },
  {
    name: /^(?:docker|podman|buildah|nerdctl|crane|oras|skopeo)$/,
    words: /^(?:auth )?login\b/,
    option: /^(?:-p|--password|--password-stdin)(?:=|$)|^-p./,
  },
  { name: /^helm$/, words: /^(?:registry login|repo add)\b/, option: /^(?:-p|--password|--password-stdin)(?:=|$)/ },
  {
    name: /^(?:npm|pnpm|yarn)$/,
    words: /^(?:config )?set \S*(?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent)\b/i,
  },
  { name: /^npm$/, words: /^(?:login|adduser)\b/ },
  { name: /^git$/, words: /^config (?:--?\S+ )*(?:url\.\S*:\/\/[^\s/]+@|credential\.helper store)/ },
  { name: /^(?:gh|glab)$/, words: /^auth login\b/ },
  { name: /^pip3?$/, words: /^config set \S+ \S*:\/\/[^\s/]+@/ },
  { name: /^poetry$/, words: /^config (?:http-basic|pypi-token)\./ },
  { name: /^composer$/, words: /^config (?:--?\S+ )*(?:http-basic|github-oauth|gitlab-token|bearer)\./ },
  { name: /^(?:bundle|bundler)$/, words: /^config (?:set )?(?:--?\S+ )*\S+ \S*:\S+$/ },
  { name: /^dotnet$/, words: /^nuget (?:add|update) source\b/, option: /^(?:-p|--password)(?:=|$)/ },
  { name: /^cargo$/, words: /^login \S/ },
  { name: /^vault$/, words: /^login\b/ },
];

export default defineRule({
  id: 'dockerfile/login-in-build',
  title: 'The build logs in to a cloud or a registry',
  why: 'The tool writes the credential into its settings in the home directory, which become a layer of the image.',
  remedy: 'Give the one step what it needs by RUN --mount=type=secret, and let it write nothing.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [522, 538], stride: ['I', 'S'], cis: ['Docker 4.10'] },
  equivalents: ['trivy:DS-0031'],
  concepts: ['login-command-in-build'],
  visits: 'dockerfile.command',
  check(command, report) {
    if (command.instruction.keyword !== 'RUN' || hasSecretMount(command.instruction)) return;
    const word = loginWord(command);
    if (word === undefined) return;
    report({
      at: command.wordAt(word),
      message: `${command.name} logs in here and keeps the credential in its settings, which become part of the image. Use RUN --mount=type=secret for this step.`,
      ...softened(command.stage, 'error'),
    });
  },
});

/** The first word after the program that makes it a login. */
function loginWord({ name, args }: DockerfileCommand): ShellWord | undefined {
  const plain = args.filter((it) => !it.value.startsWith('-'));
  const text = args.map((it) => it.value).join(' ');
  const words = plain.map((it) => it.value).join(' ');
  const found = LOGINS.find(
    (it) =>
      it.name.test(name) &&
      (it.words.test(words) || it.words.test(text)) &&
      (it.option === undefined || args.some((word) => it.option?.test(word.value) === true)),
  );
  return found === undefined ? undefined : plain[0];
}
