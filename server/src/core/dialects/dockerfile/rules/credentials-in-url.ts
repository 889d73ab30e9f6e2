import { defineRule } from '../../../rules/rule.ts';
import { readOptions } from '../downloads.ts';
import type { DockerfileCommand, DockerfileInstruction } from '../lens.ts';
import { pieceOf } from '../repair.ts';
import { isSecretVariable, secretMounts } from '../secrets.ts';

export default defineRule({
  id: 'dockerfile/credentials-in-url',
  title: 'An address contains a password or a token',
  why: 'The credential lands in the history of the image, in .git/config and in the logs of everything on the way.',
  remedy: 'Take it out of the address, and give it to the step by RUN --mount=type=secret.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [798, 522], stride: ['I', 'S'], cis: ['Docker 4.10'] },
  equivalents: [],
  concepts: ['credentials-in-url'],
  visits: ['dockerfile.instruction', 'dockerfile.command'],
  check(noun, report) {
    if ('command' in noun) {
      const at = loginOption(noun);
      if (at !== undefined)
        report({
          at,
          message: `The password for ${noun.name} stands in the build and in the history of the image. Give it to the step by RUN --mount=type=secret.`,
        });
      return;
    }
    const { node, file, keyword } = noun;
    if (node.onbuild !== null || keyword === 'LABEL') return;
    const from = node.textRange.start;
    const text = file.tree.text.slice(from, node.range.end);
    for (const match of text.matchAll(/\b([a-z][a-z0-9+.-]*:\/\/)([^\s@/'"`<>|;&#]+)@(?=([\w[$][\w.-]*))/gi)) {
      const [, scheme = '', login = '', host = ''] = match;
      const colon = passwordStart(login);
      if (!isCredential(noun, scheme, login, colon)) continue;
      const start = from + match.index + scheme.length + (colon < 0 ? 0 : colon + 1);
      report({
        at: noun.spanAt({ start, end: from + match.index + scheme.length + login.length }),
        message:
          'The address carries a credential, which stays in the history of the image and in logs. Take it out, and give it to the step by RUN --mount=type=secret.',
        ...(/^(?:localhost|127\.0\.0\.1)$/i.test(host)
          ? { severity: 'info', reason: 'The address leads to the container itself.' }
          : {}),
      });
    }
  },
});

/** The colon between user and password, not one inside `${X:-y}`. */
function passwordStart(login: string): number {
  let depth = 0;
  for (let at = 0; at < login.length; at += 1) {
    if (login[at] === '{') depth += 1;
    else if (login[at] === '}') depth -= 1;
    else if (login[at] === ':' && depth === 0) return at;
  }
  return -1;
}

function isCredential(instruction: DockerfileInstruction, scheme: string, login: string, colon: number): boolean {
  const secret = login.slice(colon + 1);
  if (secret === '' || /^\$\(|^<|^\*+$|^x+$|^\{\{|^%/i.test(secret)) return false;
  const name = /^\$\{?(\w+)\}?$/.exec(secret)?.[1];
  if (name !== undefined) {
    // An argument of the build stays in its history; a variable of a secret mount, or of the shell, does not.
    const mounted = secretMounts(instruction).some((it) => it.variable === name);
    return !mounted && instruction.variable(name) !== undefined && (colon >= 0 || isSecretVariable(name));
  }
  if (secret.includes('$')) return false;
  if (colon >= 0) return true;
  // A user name alone is none; a long word of mixed signs before the host is a token.
  return /^https?:/i.test(scheme) && secret.length >= 20 && /\d/.test(secret) && /[A-Za-z]/.test(secret);
}

/** `curl -u user:password`, `wget --password=...`. */
function loginOption(command: DockerfileCommand): ReturnType<DockerfileCommand['wordAt']> | undefined {
  if (command.name !== 'curl' && command.name !== 'wget') return undefined;
  for (const { name, word, value, inline } of readOptions(command).options) {
    const text = value?.value ?? inline;
    const carrier = value ?? word;
    if (text === undefined || carrier.dynamic || /\$/.test(text)) continue;
    const secret =
      command.name === 'curl'
        ? /^(?:-u|--user|--proxy-user)$/.test(name)
          ? text.slice(text.indexOf(':') + 1)
          : ''
        : /^--(?:http-|ftp-|proxy-)?password$/.test(name)
          ? text
          : '';
    if (secret === '' || (command.name === 'curl' && !text.includes(':'))) continue;
    const end = carrier.value.length;
    return pieceOf(command, carrier, end - secret.length, end);
  }
  return undefined;
}
