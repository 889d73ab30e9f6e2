import type { Patch } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { ShellWord } from '../../../syntax/shell.ts';
import type { DockerfileCommand } from '../lens.ts';
import { dropCommand, dropWord, dropWords, fix } from '../repair.ts';
import { settingsOf } from '../settings.ts';
import { toolCall } from '../tools.ts';

/** Options that switch a check off, by program. */
const OPTIONS: readonly { readonly tool: RegExp; readonly option: RegExp; readonly what: string }[] = [
  {
    tool: /^(?:npm|pnpm|yarn)$/,
    option: /^--(?:no-strict-ssl|strict-ssl=(?:false|0))$/,
    what: 'npm accept any certificate',
  },
  {
    tool: /^mvn$/,
    option:
      /^-Dmaven\.(?:wagon\.http\.ssl\.(?:insecure|allowall)=true|resolver\.transport\.http\.securityMode=insecure)/,
    what: 'Maven accept any certificate',
  },
  {
    tool: /^(?:helm|kubectl|oc|argocd)$/,
    option: /^--(?:kube-)?insecure-skip-tls-verify(?:=true)?$/,
    what: 'the client accept any certificate',
  },
  {
    tool: /^(?:docker|dockerd|podman|buildah|skopeo|crane|oras)$/,
    option: /^--(?:insecure-registry(?:=.*)?|(?:src-|dest-)?tls-verify=false|insecure)$/,
    what: 'the client accept any registry',
  },
  { tool: /^apk$/, option: /^--no-check-certificate$/, what: 'apk accept any certificate' },
  { tool: /^(?:aws)$/, option: /^--no-verify-ssl$/, what: 'the client accept any certificate' },
  {
    tool: /^(?:git-lfs|svn)$/,
    option: /^--trust-server-cert(?:-failures.*)?$/,
    what: 'the client accept any certificate',
  },
  {
    tool: /^(?:cargo|curl-config|http|https|xh)$/,
    option: /^--verify=(?:no|false)$/,
    what: 'the client accept any certificate',
  },
];
const HOST_KEYS = /StrictHostKeyChecking[= ](?:no|off)\b|UserKnownHostsFile[= ]\/dev\/null/i;
const SETTINGS: readonly { readonly tool: RegExp; readonly words: RegExp; readonly what: string }[] = [
  {
    tool: /^git$/,
    words: /^config\b.*\bhttp\.(?:\S*\.)?sslVerify (?:false|0|no|off)\b/i,
    what: 'git accept any certificate',
  },
  { tool: /^yarn$/, words: /^config set enableStrictSsl (?:false|0)\b/i, what: 'Yarn accept any certificate' },
  {
    tool: /^(?:conda|mamba|micromamba)$/,
    words: /^config\b.*\bssl_verify (?:false|no|0)\b/i,
    what: 'conda accept any certificate',
  },
  {
    tool: /^composer$/,
    words: /^config\b.*\b(?:disable-tls (?:true|1)|secure-http (?:false|0))\b/i,
    what: 'Composer go without TLS',
  },
];

export default defineRule({
  id: 'dockerfile/unchecked-tls-tool',
  title: 'A tool does not check with whom it speaks',
  why: 'Without the check of certificate or host key, anyone on the way can pose as the server and hand out changed code.',
  remedy: 'Leave the check on, and give the tool the certificate or the host key that it lacks.',
  category: 'transport',
  outgoing: true,
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [295, 297], stride: ['T', 'S', 'I'] },
  equivalents: [],
  concepts: ['tls-check-disabled-other-tools'],
  visits: ['dockerfile.command', 'dockerfile.instruction'],
  check(noun, report) {
    for (const setting of settingsOf(noun)) {
      const what = variableEffect(setting.name, setting.value ?? '');
      if (what === undefined) continue;
      report({
        at: setting.at,
        message: `${setting.name} makes ${what}, so what is fetched can be replaced on the way. Remove it.`,
        fixes: fix(`Remove ${setting.name}`, 'behaviour', setting.removal()),
      });
    }
    const found = 'command' in noun ? disabled(noun) : undefined;
    if (found === undefined || !('command' in noun)) return;
    report({
      at: noun.wordAt(found.word),
      message: `This makes ${found.what}, so anyone on the way can pose as the server. Leave the check on.`,
      fixes: fix('Leave the check on', 'behaviour', found.patches),
    });
  },
});

function variableEffect(name: string, value: string): string | undefined {
  if (/^GOINSECURE$/.test(name) && value !== '') return 'Go fetch modules without TLS checks';
  if (/^GONOSUMCHECK$/.test(name) && value !== '' && value !== '0') return 'Go skip the checksums of modules';
  if (/^GOSUMDB$/.test(name) && value === 'off') return 'Go skip the checksums of modules';
  if (/^GOFLAGS$/.test(name) && /-insecure\b/.test(value)) return 'Go fetch modules without TLS checks';
  if (/^(?:GIT_SSH_COMMAND|SVN_SSH|RSYNC_RSH)$/.test(name) && HOST_KEYS.test(value)) return 'ssh accept any host';
  if (/^(?:CURL_INSECURE|CARGO_HTTP_CHECK_REVOKE_OFF)$/.test(name) && value !== '')
    return 'the client accept any certificate';
  if (/^CONDA_SSL_VERIFY$/.test(name) && /^(?:false|0|no)$/i.test(value)) return 'conda accept any certificate';
  if (/^YARN_ENABLE_STRICT_SSL$/.test(name) && /^(?:false|0)$/i.test(value)) return 'Yarn accept any certificate';
  return undefined;
}

interface Disabled {
  readonly word: ShellWord;
  readonly what: string;
  readonly patches: readonly Patch[];
}

function disabled(command: DockerfileCommand): Disabled | undefined {
  const { tool, args } = toolCall(command);
  for (const it of OPTIONS) {
    const word = it.tool.test(tool) ? args.find((arg) => it.option.test(arg.value)) : undefined;
    if (word !== undefined) return { word, what: it.what, patches: dropWord(command, word) };
  }
  const text = args.map((it) => it.value).join(' ');
  const setting = SETTINGS.find((it) => it.tool.test(tool) && it.words.test(text));
  const named =
    setting === undefined
      ? undefined
      : args.find((it) => /sslVerify|enableStrictSsl|ssl_verify|disable-tls|secure-http/i.test(it.value));
  if (setting !== undefined && named !== undefined)
    return { word: named, what: setting.what, patches: dropCommand(command) };
  if (tool === 'git') {
    const index = args.findIndex((it) => /^http\.(?:\S*\.)?sslVerify=(?:false|0|no|off)$/i.test(it.value));
    const [option, word] = [args[index - 1], args[index]];
    if (word !== undefined && option?.value === '-c')
      return { word, what: 'git accept any certificate', patches: dropWords(command, [option, word]) };
  }
  const hosts = args.findIndex((it) => HOST_KEYS.test(it.value));
  const word = args[hosts];
  if (word === undefined) return undefined;
  if (/^(?:ssh|scp|sftp|rsync|git|autossh|ssh-copy-id)$/.test(tool)) {
    const option = args[hosts - 1];
    return {
      word,
      what: 'ssh accept any host',
      patches:
        option?.value === '-o'
          ? dropWords(command, [option, word])
          : /^-o./.test(word.value)
            ? dropWord(command, word)
            : [],
    };
  }
  const target = command.command.redirects.find((it) => it.operator.startsWith('>'))?.target?.value ?? '';
  return /^(?:echo|printf)$/.test(tool) && /ssh/.test(target)
    ? { word, what: 'ssh accept any host', patches: dropCommand(command) }
    : undefined;
}
