import type { Fix, Patch } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { Anchor } from '../../../syntax/anchor.ts';
import type { Severity } from '../../../rules/rule.ts';
import type { DockerfileCommand, DockerfileInstruction } from '../lens.ts';
import { downloadOf } from '../downloads.ts';
import { fix, replace } from '../repair.ts';
import { downloadsInto } from '../tools.ts';

interface Weakness {
  readonly pattern: RegExp;
  readonly message: string;
  readonly severity: Severity;
  /** What stands there afterwards; undefined when nothing can. */
  readonly better?: string;
  readonly title?: string;
}

/** What texts of package sources say, wherever they are written: echo, here-document, option. */
const WEAKNESSES: readonly Weakness[] = [
  {
    pattern: /\btrusted=yes\s?/g,
    message:
      'trusted=yes tells apt to believe this source without a signature: it can replace any package from now on. Name its key with signed-by instead.',
    severity: 'error',
    better: '',
    title: 'Remove trusted=yes',
  },
  {
    pattern: /(?:(?<!\w)|(?<=\\n))(?:repo_)?gpgcheck\s*=\s*(?:0|false|no)\b/gi,
    message:
      'gpgcheck is switched off: this source can deliver any package unsigned. Switch it on, and name the key of the source.',
    severity: 'error',
    better: 'gpgcheck=1',
    title: 'Switch gpgcheck on',
  },
  {
    pattern:
      /\bAcquire::(?:https(?:::[\w.-]+)?::Verify-(?:Peer|Host)\s*[= ]\s*"?(?:false|0|no)\b|AllowInsecureRepositories\s*[= ]\s*"?(?:true|1|yes)\b|AllowWeakRepositories\s*[= ]\s*"?(?:true|1|yes)\b)/gi,
    message:
      'apt is told to accept sources that it cannot verify, which may then deliver anything. Remove the setting.',
    severity: 'error',
  },
  {
    pattern: /\[(?:[^\]\n]*\s)?allow-insecure=yes[^\]\n]*\]/g,
    message: 'allow-insecure=yes lets apt use this source without signature. Name its key with signed-by instead.',
    severity: 'error',
  },
];

export default defineRule({
  id: 'dockerfile/unauthenticated-package-source',
  title: 'A package source is used without proof of who speaks',
  why: 'From then on the source, or anyone who poses as it, can replace any package of the system.',
  remedy: 'Use https, name the key of the source, and compare its fingerprint.',
  category: 'supply-chain',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [347, 295], stride: ['T'], cis: ['Docker 4.11'] },
  equivalents: [],
  concepts: ['package-source-unauthenticated'],
  visits: ['dockerfile.instruction', 'dockerfile.command'],
  check(noun, report) {
    if ('command' in noun) {
      const key = blindKey(noun);
      if (key !== undefined)
        report({
          at: key,
          message: `A key is taken from the network and trusted for all sources without a look at its fingerprint. Store the key with the project, or compare its fingerprint, and bind it to one source with signed-by.`,
          severity: 'warning',
          reason: 'The key comes over an encrypted connection.',
        });
      const option = sourceOption(noun);
      if (option !== undefined)
        report({
          ...option,
          message:
            'The source is added without the check of signatures, and can deliver anything from now on. Leave the option out.',
        });
      return;
    }
    if (!/^(?:RUN|COPY|ADD)$/.test(noun.keyword) || noun.isOnbuild) return;
    for (const { at, weakness, fixes } of weaknesses(noun))
      report({ at, message: weakness.message, severity: weakness.severity, fixes });
  },
});

function weaknesses(
  instruction: DockerfileInstruction,
): readonly { readonly at: Anchor; readonly weakness: Weakness; readonly fixes: readonly Fix[] }[] {
  const { node, file } = instruction;
  const from = node.textRange.start;
  const text = file.tree.text.slice(from, node.range.end);
  if (/\.(?:md|txt)$/.test(text)) return [];
  return WEAKNESSES.flatMap((weakness) =>
    [...text.matchAll(weakness.pattern)].map((match) => {
      const start = from + match.index;
      const length = match[0].trimEnd().length;
      const at = instruction.spanAt({ start, end: start + length });
      return { at, weakness, fixes: improved(instruction, weakness, match[0], start) };
    }),
  );
}

function improved(
  instruction: DockerfileInstruction,
  { better, title }: Weakness,
  text: string,
  start: number,
): readonly Fix[] {
  if (better === undefined || title === undefined) return [];
  const file = instruction.file.tree.text;
  let [from, end] = [start, start + text.length];
  // Nothing is left in the brackets: they go as well.
  if (better === '' && file[from - 1] === '[' && file[end] === ']') {
    from -= 1;
    end += file[end + 1] === ' ' ? 2 : 1;
  } else if (better === '' && file[end] === ']' && file[from - 1] === ' ') from -= 1;
  const repo = /^repo_/i.exec(text)?.[0] ?? '';
  const patch: Patch = replace(instruction.spanAt({ start: from, end }), better === '' ? '' : repo + better);
  return fix(title, 'behaviour', [patch]);
}

/** `curl ... | apt-key add -`, or a key by its short number. */
function blindKey(command: DockerfileCommand): Anchor | undefined {
  const { name, args, siblings, command: own } = command;
  if (name !== 'apt-key' && name !== 'rpm') return undefined;
  if (
    siblings.some(
      (it) =>
        /^gpg2?$/.test(it.name) &&
        it.args.some((word) => /^--(?:show-keys?|fingerprint|with-fingerprint)/.test(word.value)),
    )
  )
    return undefined;
  if (
    name === 'apt-key' &&
    args[0]?.value === 'add' &&
    (downloadsInto(command).length > 0 || siblings.some((it) => it.command.id < own.id && downloadOf(it) !== undefined))
  )
    return command.wordAt(args[0]);
  const http =
    /^rpm$/.test(name) && args.some((it) => it.value === '--import')
      ? args.find((it) => it.value.startsWith('http://'))
      : undefined;
  if (http !== undefined) return command.wordAt(http);
  const fetch = name === 'apt-key' ? args.find((it) => it.value === '--fetch-keys') : undefined;
  return fetch === undefined ? undefined : command.wordAt(fetch);
}

/** `zypper ar --no-gpgcheck`. */
function sourceOption(command: DockerfileCommand): { readonly at: Anchor } | undefined {
  if (command.name !== 'zypper' || !command.args.some((it) => /^(?:ar|addrepo|mr|modifyrepo)$/.test(it.value)))
    return undefined;
  const word = command.args.find((it) => /^(?:-G|--no-gpgcheck|--gpgcheck-allow-unsigned.*)$/.test(it.value));
  return word === undefined ? undefined : { at: command.wordAt(word) };
}
