import { defineRule } from '../../../rules/rule.ts';
import type { ShellWord } from '../../../syntax/shell.ts';
import { listed } from '../claims.ts';
import type { DockerfileCommand } from '../lens.ts';
import { dropWords, fix } from '../repair.ts';

const SWITCHES: readonly {
  readonly program: RegExp;
  readonly option: RegExp;
  readonly equivalents: readonly string[];
}[] = [
  { program: /^apk$/, option: /^--allow-untrusted$/, equivalents: ['checkov:CKV2_DOCKER_7'] },
  {
    program: /^(?:apt-get|apt|aptitude)$/,
    option: /^--allow-unauthenticated$/,
    equivalents: ['checkov:CKV2_DOCKER_8'],
  },
  { program: /^(?:apt-get|apt|aptitude)$/, option: /^--force-yes$/, equivalents: ['checkov:CKV2_DOCKER_11'] },
  {
    program: /^(?:yum|dnf5?|microdnf|tdnf|rpm-ostree)$/,
    option: /^--(?:nogpgcheck|no-gpgchecks)$/,
    equivalents: ['checkov:CKV2_DOCKER_9'],
  },
  {
    program: /^rpm$/,
    option: /^--(?:nodigest|nosignature|noverify|nofiledigest)$/,
    equivalents: ['checkov:CKV2_DOCKER_10'],
  },
  { program: /^zypper$/, option: /^--no-gpg-checks?$/, equivalents: [] },
  { program: /^dpkg$/, option: /^--force-bad-verify$/, equivalents: [] },
];

export default defineRule({
  id: 'dockerfile/unsigned-packages',
  title: 'Packages are installed without a check of their signature',
  why: 'Anyone on the way to the mirror, or a hostile mirror, can then deliver a package that runs as root in the build.',
  remedy: 'Leave the option out; add the key of the repository where it is missing.',
  category: 'supply-chain',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [347, 494], stride: ['T', 'S'], cis: ['Docker 4.11'] },
  equivalents: [
    'checkov:CKV2_DOCKER_7',
    'checkov:CKV2_DOCKER_8',
    'checkov:CKV2_DOCKER_9',
    'checkov:CKV2_DOCKER_10',
    'checkov:CKV2_DOCKER_11',
  ],
  concepts: ['package-signature-check-disabled'],
  visits: 'dockerfile.command',
  check(command, report) {
    for (const { program, option, equivalents } of SWITCHES) {
      if (!program.test(command.name)) continue;
      const words = command.args.filter((it) => option.test(it.value));
      const [word] = words;
      if (word === undefined) continue;
      report({
        at: command.wordAt(word),
        message: `${word.value} lets ${command.name} install packages that nobody has signed, so a mirror or anyone on the way can slip one in. Leave it out, and add the key of the repository.`,
        equivalents,
        fixes: fix(`Remove ${listed(words.map((it) => it.value))}`, 'behaviour', dropWords(command, words)),
      });
    }
    const setting = aptSetting(command);
    if (setting !== undefined)
      report({
        at: command.wordAt(setting.word),
        message: `${setting.word.value} lets apt install packages that nobody has signed. Leave it out, and add the key of the repository.`,
        equivalents: ['checkov:CKV2_DOCKER_8'],
        fixes: fix('Remove the setting', 'behaviour', dropWords(command, [setting.option, setting.word])),
      });
  },
});

/** `apt-get -o APT::Get::AllowUnauthenticated=true`. */
function aptSetting({
  name,
  args,
}: DockerfileCommand): { readonly option: ShellWord; readonly word: ShellWord } | undefined {
  if (!/^(?:apt-get|apt|aptitude)$/.test(name)) return undefined;
  const index = args.findIndex((it) => /^APT::Get::AllowUnauthenticated=(?:"?)(?:true|1|yes)/i.test(it.value));
  const [option, word] = [args[index - 1], args[index]];
  return option !== undefined && word !== undefined && /^(?:-o|--option)$/.test(option.value)
    ? { option, word }
    : undefined;
}
