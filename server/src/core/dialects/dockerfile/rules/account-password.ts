import { defineRule } from '../../../rules/rule.ts';
import type { ShellWord } from '../../../syntax/shell.ts';
import type { DockerfileCommand } from '../lens.ts';
import { fix, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/account-password',
  title: 'An account gets its password, or loses it, in the build',
  why: 'Every container of the image has the same password, and the layers of the image tell it to whoever can pull it.',
  remedy: 'Create accounts without a usable password, and log in by other means.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [798, 259], stride: ['S', 'E'], cis: ['Docker 4.10'] },
  equivalents: ['checkov:CKV2_DOCKER_17', 'dockle:DKL-LI-0001'],
  concepts: ['password-set-in-build'],
  visits: 'dockerfile.command',
  check(command, report) {
    const word = passwordWord(command);
    if (word === undefined) return;
    const emptied = command.name === 'passwd' && word !== command.command.nameWord && !/stdin/.test(word.value);
    report({
      at: command.wordAt(word),
      message: emptied
        ? 'The account has no password afterwards, so anybody may log in to it. Lock it instead.'
        : 'The password of an account is set in the build: it is the same in every container and stands in the layers of the image. Create the account without one.',
      fixes:
        emptied && word.value === '-d'
          ? fix('Lock the account', 'behaviour', [replace(command.wordAt(word), '-l')])
          : [],
    });
  },
});

/** The word that sets or empties a password. */
function passwordWord({ name, args, command, pipedFrom }: DockerfileCommand): ShellWord | undefined {
  const option = (pattern: RegExp): ShellWord | undefined => args.find((it) => pattern.test(it.value));
  switch (name) {
    case 'chpasswd':
      return command.nameWord;
    case 'passwd': {
      const found = option(/^-[a-zA-Z]*d[a-zA-Z]*$|^--delete$|^--stdin$/);
      return (
        found ??
        (pipedFrom.length > 0 || command.redirects.some((it) => it.operator.startsWith('<'))
          ? command.nameWord
          : undefined)
      );
    }
    case 'usermod':
    case 'useradd':
      return option(/^-[a-zA-Z]*p$|^-p.+|^--password(?:=|$)/);
    case 'adduser':
      return option(/^--password(?:=|$)/);
    default:
      return undefined;
  }
}
