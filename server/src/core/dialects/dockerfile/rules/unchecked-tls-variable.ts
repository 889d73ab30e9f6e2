import { defineRule } from '../../../rules/rule.ts';
import { isBuilder } from '../claims.ts';
import { fix } from '../repair.ts';
import { settingsOf } from '../settings.ts';

const SWITCHES = [
  { name: 'NODE_TLS_REJECT_UNAUTHORIZED', off: /^0$/, who: 'Node.js', equivalents: ['checkov:CKV2_DOCKER_6'] },
  { name: 'PYTHONHTTPSVERIFY', off: /^0$/, who: 'Python', equivalents: ['checkov:CKV2_DOCKER_5'] },
  { name: 'GIT_SSL_NO_VERIFY', off: /^(?!$)/, who: 'git', equivalents: ['checkov:CKV2_DOCKER_14'] },
];

export default defineRule({
  id: 'dockerfile/unchecked-tls-variable',
  title: 'A variable switches certificate checks off',
  why: 'Set by ENV it holds while the service runs: all its calls, to neighbours and to the world, accept any certificate.',
  remedy: 'Remove the variable, and give the program the certificate authority that it lacks.',
  category: 'transport',
  outgoing: true,
  severity: 'error',
  status: 'stable',
  refs: { cwe: [295], stride: ['T', 'S', 'I'] },
  equivalents: ['checkov:CKV2_DOCKER_5', 'checkov:CKV2_DOCKER_6', 'checkov:CKV2_DOCKER_14'],
  concepts: ['tls-check-disabled-runtime'],
  visits: ['dockerfile.command', 'dockerfile.instruction'],
  check(noun, report) {
    for (const setting of settingsOf(noun)) {
      const found = SWITCHES.find(
        (it) => it.name === setting.name && setting.value !== undefined && it.off.test(setting.value),
      );
      if (found === undefined) continue;
      const lasting = setting.kind === 'env' && !isBuilder(noun.stage);
      report({
        at: setting.at,
        message: lasting
          ? `${found.name} makes every connection of ${found.who} accept any certificate, also while the service runs. Remove it.`
          : `${found.name} makes ${found.who} accept any certificate in this build, so what is fetched can be replaced on the way. Remove it.`,
        equivalents: found.equivalents,
        ...(lasting ? {} : { severity: 'warning', reason: 'It holds for the build only.' }),
        fixes: fix(`Remove ${found.name}`, 'behaviour', setting.removal()),
      });
    }
  },
});
