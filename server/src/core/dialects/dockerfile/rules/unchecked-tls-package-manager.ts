import { defineRule } from '../../../rules/rule.ts';
import type { Report } from '../../../rules/rule.ts';
import type { DockerfileCommand } from '../lens.ts';
import { dropCommand, dropWords, fix } from '../repair.ts';
import { settingsOf } from '../settings.ts';
import { operandsOf, optionOf, toolCall } from '../tools.ts';

export default defineRule({
  id: 'dockerfile/unchecked-tls-package-manager',
  title: 'A package manager accepts any certificate',
  why: 'Every dependency of the service can then be replaced on its way into the build.',
  remedy: 'Leave the setting out; give the tool the certificate authority of a private store.',
  category: 'transport',
  outgoing: true,
  severity: 'error',
  status: 'stable',
  refs: { cwe: [295], stride: ['T', 'S'], cis: ['Docker 4.11'] },
  equivalents: [
    'checkov:CKV2_DOCKER_4',
    'checkov:CKV2_DOCKER_12',
    'checkov:CKV2_DOCKER_13',
    'checkov:CKV2_DOCKER_15',
    'checkov:CKV2_DOCKER_16',
  ],
  concepts: ['tls-check-disabled-package-manager'],
  visits: ['dockerfile.command', 'dockerfile.instruction'],
  check(noun, report) {
    for (const setting of settingsOf(noun)) {
      const pip = /^PIP_TRUSTED_HOST$/i.test(setting.name) && setting.value !== '';
      const npm =
        /^(?:npm|yarn|pnpm)_config_strict_ssl$/i.test(setting.name) && /^(?:false|0|no)$/i.test(setting.value ?? '');
      if (!pip && !npm) continue;
      report({
        at: setting.at,
        message: `${setting.name} makes ${pip ? 'pip accept any certificate of that host' : 'npm accept any certificate'}, so packages can be replaced on the way. Remove it.`,
        equivalents: pip ? ['checkov:CKV2_DOCKER_16'] : ['checkov:CKV2_DOCKER_12'],
        fixes: fix(`Remove ${setting.name}`, 'behaviour', setting.removal()),
      });
    }
    const found = 'command' in noun ? (pipOption(noun) ?? npmSetting(noun) ?? yumSetting(noun)) : undefined;
    if (found !== undefined) report(found);
  },
});

function pipOption(command: DockerfileCommand): Report | undefined {
  const { tool, args } = toolCall(command);
  if (tool !== 'pip' && tool !== 'pipx' && tool !== 'uv' && tool !== 'pip-compile') return undefined;
  const option = optionOf(args, '--trusted-host', '--allow-insecure-host');
  if (option === undefined) return undefined;
  return {
    at: command.wordAt(option.word),
    message: `${option.word.value.replace(/=.*/, '')} lets pip accept any certificate, or none, of ${option.value ?? 'that host'}, so packages can be replaced on the way. Remove it.`,
    equivalents: ['checkov:CKV2_DOCKER_4'],
    fixes: fix(
      'Check the certificate',
      'behaviour',
      dropWords(command, option.valueWord === undefined ? [option.word] : [option.word, option.valueWord]),
    ),
  };
}

/** `npm config set strict-ssl false`, `npm set strict-ssl=false`, `yarn config set "strict-ssl" false -g`. */
function npmSetting(command: DockerfileCommand): Report | undefined {
  const { tool, args } = toolCall(command);
  if (!/^(?:npm|pnpm|yarn)$/.test(tool)) return undefined;
  const words = operandsOf(args, /^--(?:location|prefix|userconfig)$/);
  const text = words.map((it) => it.value).join(' ');
  if (!/^(?:(?:config|c) )?set "?(?:strict-ssl|enableStrictSsl)"?[= ]"?(?:false|0)\b/i.test(text)) return undefined;
  const word = words.find((it) => /strict/i.test(it.value));
  if (word === undefined) return undefined;
  return {
    at: command.wordAt(word),
    message: `This makes ${tool} accept any certificate from now on, so packages can be replaced on the way. Remove it.`,
    equivalents: ['checkov:CKV2_DOCKER_13'],
    fixes: fix('Remove the setting', 'behaviour', dropCommand(command)),
  };
}

function yumSetting(command: DockerfileCommand): Report | undefined {
  if (!/^(?:(?:yum|dnf)-config-manager|yum|dnf5?|microdnf|tdnf)$/.test(command.name)) return undefined;
  const word = command.args.find((it) => /(?:^|=|\.)"?sslverify\s*=\s*"?(?:0|false|no)\b/i.test(it.value));
  if (word === undefined) return undefined;
  const alone = command.name.endsWith('-config-manager') || command.args.some((it) => it.value === 'config-manager');
  const index = command.args.indexOf(word);
  const option = command.args[index - 1];
  const words = option?.value === '--setopt' ? [option, word] : [word];
  return {
    at: command.wordAt(word),
    message:
      'sslverify is switched off, so the package manager accepts any certificate and packages can be replaced on the way. Remove it.',
    equivalents: ['checkov:CKV2_DOCKER_15'],
    fixes: fix('Check the certificate', 'behaviour', alone ? dropCommand(command) : dropWords(command, words)),
  };
}
