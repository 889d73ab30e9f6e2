import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { hostOf, isLocalHost } from '../addresses.ts';
import { perStage } from '../claims.ts';
import { downloadOf } from '../downloads.ts';
import type { DockerfileCommand } from '../lens.ts';
import { fix, replace } from '../repair.ts';
import { isVerified, pipedOn, verifies } from '../tools.ts';

const UNPACKS =
  /^(?:tar|bsdtar|unzip|gunzip|gzip|xz|unxz|bunzip2|zstd|dpkg|rpm|apk|apt|apt-get|yum|dnf|microdnf|install|7z|cpio|busybox|pip|pip3|npm|jar|ar|dpkg-deb|zypper)$/;
const INTERPRETER = /^(?:sh|bash|ash|dash|zsh|python[\d.]*|perl|ruby|node|php)$/;
/** Keys and lists of sources have a rule of their own. */
const KEY = /\.(?:asc|gpg|key|list|repo|sources|pub|crt|pem|json|txt|conf|ya?ml|md|sql)$|keyring|\/keys?$/i;

export default defineRule({
  id: 'dockerfile/unverified-download',
  title: 'A download is installed without a check of what came',
  why: 'When the release is replaced on its server, the replacement becomes part of the service and nobody notices.',
  remedy: 'Compare the file with a checksum that stands in the Dockerfile, or verify its signature.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [494, 353], stride: ['T'], cis: ['Docker 4.12'] },
  equivalents: [],
  concepts: ['download-not-verified'],
  visits: 'dockerfile.command',
  check(command, report) {
    const { instruction } = command;
    const download = downloadOf(command);
    const [url] = download?.urls ?? [];
    if (download === undefined || url === undefined || instruction.keyword !== 'RUN' || isVerified(command)) return;
    if (lastVerification(command) > instruction.index) return;
    const host = hostOf(url.value);
    if (host !== undefined && !host.includes('$') && isLocalHost(host)) return;
    const use = usedAs(command, download.output);
    if (use === undefined) return;
    const name = download.output === null || download.output === undefined ? 'What is downloaded' : download.output;
    report({
      at: command.wordAt(url),
      message: `${name} is ${use} without a comparison of its checksum or signature: if it is replaced on the server, the replacement ships. Compare it with a checksum in the Dockerfile.`,
      group: {
        key: String(instruction.index),
        message: (count) =>
          `${count} downloads of this step are installed without a comparison of their checksums or signatures. Compare them with checksums in the Dockerfile.`,
      },
      fixes: checked(command, download.output),
    });
  },
});

const commandsOf = perStage((stage) => stage.commands);
const verificationIn = perStage((stage) => Math.max(-1, ...stage.commands.filter(verifies).map(indexOf)));

function indexOf({ instruction }: DockerfileCommand): number {
  return instruction.index;
}

/** The last step of the stage that compares checksums or signatures; a step may check what an earlier one fetched. */
function lastVerification({ stage }: DockerfileCommand): number {
  return stage === undefined ? -1 : verificationIn(stage);
}

/** What happens to the file, in a word; undefined when it is not installed, or another rule speaks. */
function usedAs(command: DockerfileCommand, output: string | null | undefined): string | undefined {
  const { stage, siblings } = command;
  if (output === null) {
    const into = pipedOn(command).find((it) => UNPACKS.test(it.name));
    return into === undefined ? undefined : 'unpacked';
  }
  if (output === undefined || KEY.test(output)) return undefined;
  const name = output.replace(/^.*\//, '');
  if (name === '') return undefined;
  const later = using(stage === undefined ? siblings : commandsOf(stage), name).filter((it) => {
    const steps = indexOf(it) - indexOf(command);
    return steps > 0 || (steps === 0 && it.command.id > command.command.id);
  });
  const names = (it: DockerfileCommand): boolean =>
    it.args.some((word) => word.value.replace(/^.*\//, '') === name || word.value === output);
  const runs = later.some(
    (it) =>
      (INTERPRETER.test(it.name) && names(it)) ||
      (it.command.nameWord?.value.includes('/') === true && it.command.nameWord.value.replace(/^.*\//, '') === name),
  );
  if (runs) return undefined;
  if (later.some((it) => UNPACKS.test(it.name) && names(it))) return 'unpacked or installed';
  if (later.some((it) => it.name === 'chmod' && names(it))) return 'made executable';
  if (
    later.some(
      (it) =>
        (it.name === 'mv' || it.name === 'cp') &&
        names(it) &&
        /^\/(?:usr|opt|s?bin)\//.test(it.args.at(-1)?.value ?? ''),
    )
  )
    return 'installed';
  return /^\/(?:usr\/(?:local\/)?(?:s?bin|lib|share\/java)|opt|s?bin)\//.test(output) ||
    /\.(?:jar|war|so)$/.test(output)
    ? 'put into the image'
    : undefined;
}

const indices = new WeakMap<readonly DockerfileCommand[], ReadonlyMap<string, readonly DockerfileCommand[]>>();

/** The commands among these in which a file of this name is a word. */
function using(siblings: readonly DockerfileCommand[], name: string): readonly DockerfileCommand[] {
  let index = indices.get(siblings);
  if (index === undefined) {
    const made = new Map<string, DockerfileCommand[]>();
    for (const it of siblings) {
      const { nameWord } = it.command;
      const words = nameWord === undefined ? it.args : [nameWord, ...it.args];
      for (const key of new Set(words.map((word) => word.value.replace(/^.*\//, '')))) {
        const known = made.get(key);
        if (known === undefined) made.set(key, [it]);
        else known.push(it);
      }
    }
    index = made;
    indices.set(siblings, index);
  }
  return index.get(name) ?? [];
}

function checked(command: DockerfileCommand, output: string | null | undefined): ReturnType<typeof fix> {
  if (output === null || output === undefined || /[\s"$`]/.test(output) || command.instruction.node.form === 'exec')
    return [];
  if (command.command.pipes.length !== 1 || command.command.within !== undefined) return [];
  const { end } = command.command;
  const text = ` && echo "${blank('sha256')}  ${output}" | sha256sum -c -`;
  return fix('Compare the checksum', 'needs-value', [replace(command.pieceAt(end, end), text)]);
}
