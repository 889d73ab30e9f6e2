import { defineRule } from '../../../rules/rule.ts';
import { isSecretName, isSecretValue } from '../../../syntax/secret-name.ts';
import { softened } from '../claims.ts';
import { hasCredentials } from '../credentials.ts';
import { variableFix } from '../secret-fixes.ts';
import { serviceTexts, type ServiceText } from '../service-texts.ts';
import { type ComposeText, hole } from '../text.ts';
import { maskVariables } from '../volumes.ts';

/** Options whose value is a secret, by their whole name. */
const option =
  /^--?(?:[\w-]*-)?(?:password|passwd|pass|requirepass|masterauth|token|secret|api-?key|secret-?key|auth-?token|access-?key|client-?secret)$/i;
/** `-psecret` of the MySQL clients. */
const sqlClient = /(?:^|\/)(?:mysql|mysqladmin|mysqldump|mariadb|mariadb-admin|mariadb-dump)$/;
const glued = /^-p(?=\S{3,})/;

export default defineRule({
  id: 'compose/secret-in-command',
  title: 'Secret is written into a command or label',
  why: 'Command lines are shown by ps and docker inspect to everybody on the host, labels to everybody who reads the engine.',
  remedy: 'Take the value from the environment, or from a file under /run/secrets.',
  category: 'secrets',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [214, 798], stride: ['I'] },
  equivalents: [],
  concepts: ['secret-in-command-or-label'],
  visits: 'compose.service',
  check(service, report) {
    const texts = serviceTexts(service);
    texts.forEach((it, index) => {
      if (it.kind === 'environment' || it.kind === 'build-argument' || hasCredentials(it.text)) return;
      const found = secretIn(
        it,
        texts.slice(0, index).filter((other) => other.kind === it.kind),
      );
      if (!found) return;
      report({
        at: it.text.view.anchor(),
        message: `In service "${service.name}", ${it.place} contains a secret (${found.name}), which ps and docker inspect show to everybody on the host. Take it from the environment or from a file.`,
        ...softened(service, 'error'),
        fixes: variableFix(
          found.value,
          found.name
            .toUpperCase()
            .replace(/[^A-Z0-9]+/g, '_')
            .replace(/^_+|_+$/g, ''),
        ),
      });
    });
  },
});

interface Found {
  readonly name: string;
  readonly value: ComposeText;
}

function secretIn({ text, kind, key }: ServiceText, before: readonly ServiceText[]): Found | undefined {
  if (kind === 'label')
    return key !== undefined && isSecretName(key) && isLiteralSecret(key, text)
      ? { name: key, value: text }
      : undefined;
  const previous = before.at(-1)?.text.source ?? '';
  if (option.test(previous) && isLiteralSecret('password', text) && !text.source.startsWith('-'))
    return { name: previous.replace(/^-+/, ''), value: text };
  // A script in one word: each of its words may be an option, or an option and its value.
  const masked = maskVariables(text);
  const { start } = text.template;
  const words = [...masked.matchAll(/[^\s"']+/g)];
  for (const [index, match] of words.entries()) {
    const word = match[0];
    const from = start + match.index;
    const equals = word.indexOf('=');
    const name = equals > 0 ? word.slice(0, equals) : '';
    const value = text.slice(from + equals + 1, from + word.length);
    if ((option.test(name) || (/^[A-Z][A-Z0-9_]*$/.test(name) && isSecretName(name))) && isLiteralSecret(name, value))
      return { name: name.replace(/^-+/, ''), value };
    const last = words[index - 1]?.[0] ?? '';
    if (option.test(last)) {
      const whole = text.slice(from, from + word.length);
      if (!word.startsWith('-') && isLiteralSecret('password', whole))
        return { name: last.replace(/^-+/, ''), value: whole };
    }
    const earlier = [...before.map((it) => it.text.source), ...words.slice(0, index).map((it) => it[0])];
    const client = earlier.some((it) => sqlClient.test(it));
    const rest = text.slice(from + 2, from + word.length);
    if (client && glued.test(word) && isLiteralSecret('password', rest)) return { name: 'password', value: rest };
  }
  return undefined;
}

function isLiteralSecret(name: string, text: ComposeText): boolean {
  const value = text.holed;
  // `$$NAME` is left to the shell in the container.
  return !value.includes(hole) && !value.includes('$') && isSecretValue(name, value);
}
