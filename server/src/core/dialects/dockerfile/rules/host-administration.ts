import { defineRule } from '../../../rules/rule.ts';
import { counted } from '../claims.ts';

const COMMANDS =
  /^(?:free|kill|killall|mount|umount|ps|service|shutdown|reboot|ssh|sshd|top|htop|vim|vi|nano|ifconfig|systemctl|telinit|initctl|iptables)$/;

/** Those that the other tools name. */
const KNOWN = /^(?:free|kill|mount|ps|service|shutdown|ssh|top|vim|ifconfig|systemctl)$/;

export default defineRule({
  id: 'dockerfile/host-administration',
  title: 'A build step administers a machine',
  why: 'service, mount or systemctl in a build hint at a container that is run like a machine, with several daemons and more rights than it needs.',
  remedy: 'Run one service per container, and start it as its command.',
  category: 'exposure',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1188], stride: ['E'], cis: ['Docker 5.7'] },
  equivalents: [
    'hadolint:DL3001',
    'kics:9b6b0f38-92a2-41f9-b881-3a1083d99f1b',
    'kics:run_utilities_and_posix_commands',
    'semgrep:nonsensical-command',
  ],
  concepts: ['host-admin-command-in-build'],
  visits: 'dockerfile.command',
  check(command, report) {
    const { instruction, name } = command;
    const word = command.command.nameWord;
    if (word === undefined || instruction.keyword !== 'RUN' || !COMMANDS.test(name)) return;
    if (name === 'ssh' && instruction.flags('mount').some((it) => /type=ssh/.test(it.value ?? ''))) return;
    report({
      at: command.wordAt(word),
      message: `${name} administers a machine, and does nothing lasting in a build. If the container runs several services, give each a container of its own.`,
      equivalents: KNOWN.test(name) ? this.equivalents : [],
      group: {
        key: KNOWN.test(name) ? 'commands' : 'others',
        message: (count) =>
          `${counted(count, 'command')} of this build administer a machine (here ${name}), and do nothing lasting. If the container runs several services, give each a container of its own.`,
      },
    });
  },
});
