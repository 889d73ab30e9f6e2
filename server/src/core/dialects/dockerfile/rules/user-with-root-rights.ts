import { defineRule } from '../../../rules/rule.ts';
import type { ShellWord } from '../../../syntax/shell.ts';
import { userOf } from '../base-images.ts';
import { isBuilder } from '../claims.ts';
import type { DockerfileCommand } from '../lens.ts';
import { dropWords, fix } from '../repair.ts';

const POWERFUL = /^(?:sudo|wheel|docker|root|admin|shadow|disk|lxd)$/;

export default defineRule({
  id: 'dockerfile/user-with-root-rights',
  title: 'The user of the image is root by another name',
  why: 'USER app passes every check, yet app has the number 0, may sudo without a password, or is in a group that equals root.',
  remedy: 'Give the user a number of its own and no way back to root.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250, 269], stride: ['E'], cis: ['Docker 4.1'] },
  equivalents: [],
  concepts: ['user-added-with-root-id'],
  visits: 'dockerfile.command',
  check(command, report) {
    if (isBuilder(command.stage)) return;
    const id = rootId(command);
    if (id !== undefined) {
      report({
        at: command.wordAt(id[1]),
        message:
          'An account with the number 0 is root by another name: whoever runs as it has all rights. Give it a number of its own.',
        fixes: fix('Let the system choose a number', 'behaviour', dropWords(command, id)),
      });
      return;
    }
    const rule = sudoRule(command);
    if (rule !== undefined) {
      report({
        at: command.wordAt(rule),
        message:
          'NOPASSWD lets the account become root without being asked, so USER protects nothing. Leave the rule, and sudo, out of the image.',
      });
      return;
    }
    const group = powerfulGroup(command);
    if (group !== undefined)
      report({
        at: command.wordAt(group.word),
        message: `The user that runs the service is put into the group ${group.name}, which leads to root. Leave it out.`,
        severity: 'warning',
      });
  },
});

/** The option and the number of `useradd -u 0`. */
function rootId({ name, args }: DockerfileCommand): readonly [ShellWord, ShellWord] | undefined {
  if (!/^(?:useradd|adduser|usermod)$/.test(name)) return undefined;
  for (const [index, word] of args.entries()) {
    const next = args[index + 1];
    if (/^-[a-zA-Z]*u$|^--uid$/.test(word.value) && next !== undefined && /^0+$/.test(next.value)) return [word, next];
    if (/^--uid=0+$|^-u0+$/.test(word.value)) return [word, word];
  }
  return undefined;
}

function sudoRule({ command, args, name }: DockerfileCommand): ShellWord | undefined {
  if (!/^(?:echo|printf|sed|cat|tee)$/.test(name)) return undefined;
  const word = args.find((it) => /\bNOPASSWD\b/.test(it.value));
  if (word !== undefined) return word;
  return command.redirects.some((it) => /^[^#\n]*\bNOPASSWD\b/m.test(it.body ?? '')) ? command.nameWord : undefined;
}

/** The user that runs the service becomes a member of a group that leads to root. */
function powerfulGroup({
  name,
  args,
  stage,
}: DockerfileCommand): { readonly word: ShellWord; readonly name: string } | undefined {
  const user = userOf(stage?.effective('USER'));
  if (user === undefined || !args.some((it) => it.value === user)) return undefined;
  const words = /^(?:useradd|usermod|adduser)$/.test(name)
    ? args.filter((_, index) => /^-[a-zA-Z]*[Gg]$|^--(?:groups|gid|ingroup)$/.test(args[index - 1]?.value ?? ''))
    : [];
  if (/^(?:adduser|addgroup|gpasswd)$/.test(name))
    words.push(...args.filter((it) => it.value !== user && !it.value.startsWith('-')));
  for (const word of words) {
    const found = word.value.split(',').find((it) => POWERFUL.test(it));
    // Group 0 as the main group is how OpenShift runs images.
    if (found !== undefined && found !== 'root') return { word, name: found };
  }
  return undefined;
}
