import { defineRule } from '../../../rules/rule.ts';
import type { ShellWord } from '../../../syntax/shell.ts';
import { hostOf, isLocalHost, isVocabulary, shown } from '../addresses.ts';
import { downloadOf } from '../downloads.ts';
import type { DockerfileCommand } from '../lens.ts';
import { packageCall } from '../packages.ts';
import { fix, pieceOf, replace } from '../repair.ts';
import { toolCall } from '../tools.ts';

const CLEAR = /\b(?:http|ftp|git|telnet|tftp):\/\//gi;
const FETCHES =
  /^(?:git|svn|hg|pip|npm|yarn|pnpm|gem|bundle|go|mvn|gradle|composer|cargo|conda|mamba|helm|rpm|dpkg|wget|curl|fetch|aria2c|axel|lynx|http|lftp|ftp|rsync|add-apt-repository|apt-key|gpg)$/;

export default defineRule({
  id: 'dockerfile/plaintext-download',
  title: 'Something is fetched without encryption',
  why: 'Whoever sits on the way can read it and put something else in its place; scripts and archives then become code of the image.',
  remedy: 'Fetch over https.',
  category: 'transport',
  outgoing: true,
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [319, 494], stride: ['T', 'I'], cis: ['Docker 4.11'] },
  equivalents: ['datadog:avoid_http', 'sonar:S5332'],
  concepts: ['plaintext-download'],
  visits: ['dockerfile.command', 'dockerfile.instruction'],
  check(noun, report) {
    if ('command' in noun) {
      for (const { word, start, url } of clearAddresses(noun)) {
        const fetches = FETCHES.test(toolCall(noun).tool) || downloadOf(noun) !== undefined;
        const packages = packageCall(noun) !== undefined || /^deb(?:-src)?\s/.test(word.value);
        if (
          !fetches &&
          !packages &&
          !/^(?:echo|printf|sed|sh|bash|python[\d.]*|node|java)$/.test(noun.name) &&
          noun.instruction.keyword === 'RUN'
        )
          continue;
        const scheme = url.slice(0, url.indexOf(':')).toLowerCase();
        report({
          at: pieceOf(noun, word, start, start + url.length),
          message: `${shown(url)} is used without encryption, so anyone on the way can read and replace what comes. Use https.`,
          ...(fetches
            ? {}
            : {
                severity: 'info',
                reason: packages ? 'The packages are signed.' : 'Nothing is fetched by this command itself.',
              }),
          fixes:
            scheme === 'http'
              ? fix('Use https', 'behaviour', [replace(pieceOf(noun, word, start, start + 4), 'https')])
              : [],
        });
      }
      return;
    }
    if (noun.keyword !== 'ADD') return;
    noun.values.slice(0, -1).forEach((value, index) => {
      if (value === undefined || !/^(?:http|ftp|git):\/\//i.test(value) || isHarmless(value)) return;
      const { start, end } = noun.node.args[index]?.range ?? { start: 0, end: 0 };
      const quoted = noun.node.args[index]?.exec === true ? 1 : 0;
      const literal = noun.node.args[index]?.value === value;
      report({
        at: noun.spanAt({ start: start + quoted, end: end - quoted }),
        message: `${shown(value)} is fetched without encryption, so anyone on the way can replace it. Use https, and --checksum to be sure.`,
        fixes:
          literal && value.startsWith('http:')
            ? fix('Use https', 'behaviour', [
                replace(noun.spanAt({ start: start + quoted, end: start + quoted + 4 }), 'https'),
              ])
            : [],
      });
    });
  },
});

interface ClearAddress {
  readonly word: ShellWord;
  readonly start: number;
  readonly url: string;
}

/** Addresses without encryption in the words of a command that lead off the machine. */
function clearAddresses(command: DockerfileCommand): readonly ClearAddress[] {
  const { args, inside } = command;
  return args.flatMap((word, index) => {
    // A script in one word, as of `sh -c`, is read as commands of its own.
    if (inside.some((it) => word.start <= it.command.start && it.command.end <= word.end)) return [];
    // `sed s,http://,https://,` is the cure; a proxy is named by its address.
    if (/https:\/\//.test(word.value) && command.name === 'sed') return [];
    if (/proxy/i.test(args[index - 1]?.value ?? '') || /proxy/i.test(word.value.slice(0, 30))) return [];
    return [...word.value.matchAll(CLEAR)].flatMap((match) => {
      const url = /^[^\s"'`<>\\]+/.exec(word.value.slice(match.index))?.[0] ?? '';
      return isHarmless(url) || url.startsWith('git://git@') ? [] : [{ word, start: match.index, url }];
    });
  });
}

function isHarmless(url: string): boolean {
  const host = hostOf(url);
  return host === undefined || host.includes('$') || host === 'host' || isLocalHost(host) || isVocabulary(url);
}
