import { defineRule } from '../../../rules/rule.ts';
import { hostOf, isLocalHost } from '../addresses.ts';
import { downloadOf, readOptions } from '../downloads.ts';
import type { DockerfileCommand } from '../lens.ts';
import { dropWord, fix, pieceOf, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/unchecked-tls-download',
  title: 'A download accepts any certificate',
  why: 'Anyone between the builder and the server can replace the file, and what they send becomes part of the service.',
  remedy: 'Leave the option out; add the certificate authority to the image where a private one is used.',
  category: 'transport',
  outgoing: true,
  severity: 'error',
  status: 'stable',
  refs: { cwe: [295], stride: ['T', 'S', 'I'], cis: ['Docker 4.11'] },
  equivalents: ['checkov:CKV2_DOCKER_2', 'checkov:CKV2_DOCKER_3'],
  concepts: ['tls-check-disabled-download'],
  visits: 'dockerfile.command',
  check(command, report) {
    if (command.name !== 'curl' && command.name !== 'wget') return;
    const names =
      command.name === 'curl' ? ['-k', '--insecure', '--proxy-insecure', '--doh-insecure'] : ['--no-check-certificate'];
    const option = readOptions(command).options.find((it) => names.includes(it.name));
    if (option === undefined) return;
    const { word, letterAt } = option;
    const cluster = letterAt !== undefined && word.value.length > 2;
    const local = isLocalOnly(command);
    report({
      at: cluster ? pieceOf(command, word, letterAt, letterAt + 1) : command.wordAt(word),
      message: `${command.name} ${option.name} accepts any certificate, so anyone on the way can replace what is fetched. Leave the option out.`,
      equivalents: command.name === 'curl' ? ['checkov:CKV2_DOCKER_2'] : ['checkov:CKV2_DOCKER_3'],
      ...(local ? { severity: 'info', reason: 'The connection does not leave the container.' } : {}),
      fixes: fix(
        'Check the certificate',
        'behaviour',
        cluster ? [replace(pieceOf(command, word, letterAt, letterAt + 1), '')] : dropWord(command, word),
      ),
    });
  },
});

/** A health check asks the service itself, often by a certificate for another name. */
function isLocalOnly(command: DockerfileCommand): boolean {
  const urls = downloadOf(command)?.urls ?? [];
  return urls.length > 0 && urls.every((it) => !it.dynamic && isLocalHost(hostOf(it.value) ?? 'unknown.host'));
}
