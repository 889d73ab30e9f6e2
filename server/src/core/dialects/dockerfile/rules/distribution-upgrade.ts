import { defineRule } from '../../../rules/rule.ts';
import type { Patch } from '../../../fix/patch.ts';
import type { DockerfileCommand } from '../lens.ts';
import { type PackageCall, isInstall, isRefresh, isUpgrade, packageCall } from '../packages.ts';
import { dropCommand, fix, remove } from '../repair.ts';

/** Each of the other tools looks for the commands of one package manager. */
const EQUIVALENTS: readonly { readonly program: RegExp; readonly action: RegExp; readonly ids: readonly string[] }[] = [
  {
    program: /^apt/,
    action: /^(?:dist-upgrade|full-upgrade)$/,
    ids: ['trivy:DS-0024', 'terrascan:AC_DOCKER_0052', 'semgrep:avoid-apt-get-upgrade', 'dockle:DKL-DI-0003'],
  },
  {
    program: /^apt/,
    action: /^(?:safe-)?upgrade$/,
    ids: ['terrascan:AC_DOCKER_0052', 'semgrep:avoid-apt-get-upgrade'],
  },
  { program: /^apk$/, action: /./, ids: ['terrascan:AC_DOCKER_0039', 'semgrep:avoid-apk-upgrade'] },
  {
    program: /^(?:dnf|dnf5|microdnf|tdnf)$/,
    action: /./,
    ids: ['terrascan:AC_DOCKER_0003', 'semgrep:avoid-dnf-update'],
  },
  { program: /^yum$/, action: /./, ids: ['terrascan:AC_DOCKER_0029', 'semgrep:avoid-yum-update'] },
  { program: /^zypper$/, action: /^(?:dup|dist-upgrade)$/, ids: ['hadolint:DL3035', 'semgrep:avoid-zypper-update'] },
  { program: /^zypper$/, action: /./, ids: ['semgrep:avoid-zypper-update'] },
];

export default defineRule({
  id: 'dockerfile/distribution-upgrade',
  title: 'The build upgrades the whole distribution',
  why: 'What ships then depends on the day of the build, and is no longer the base image that was reviewed.',
  remedy: 'Take a newer base image, or upgrade the one package that needs it.',
  category: 'supply-chain',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1357], stride: ['T'], cis: ['Docker 4.4'] },
  equivalents: [
    'trivy:DS-0024',
    'hadolint:DL3035',
    'terrascan:AC_DOCKER_0052',
    'terrascan:AC_DOCKER_0029',
    'terrascan:AC_DOCKER_0039',
    'terrascan:AC_DOCKER_0003',
    'semgrep:avoid-apt-get-upgrade',
    'semgrep:avoid-apk-upgrade',
    'semgrep:avoid-dnf-update',
    'semgrep:avoid-yum-update',
    'semgrep:avoid-zypper-update',
    'dockle:DKL-DI-0003',
  ],
  concepts: ['distribution-upgrade-in-build'],
  visits: 'dockerfile.command',
  check(command, report) {
    const call = packageCall(command);
    if (call === undefined || !isUpgrade(call) || command.instruction.keyword !== 'RUN') return;
    const whole = /^(?:dist-upgrade|full-upgrade|dup|distro-sync|system-upgrade)$/.test(call.action);
    report({
      at: command.wordAt(call.actionWord),
      message: whole
        ? `${command.name} ${call.action} may replace and remove any package, so what ships depends on the day of the build. Take a newer base image instead.`
        : `${command.name} ${call.action} makes what ships depend on the day of the build. It closes gaps while the base image lags behind; a newer base image does so for good.`,
      ...(whole ? {} : { severity: 'hint', reason: 'It also brings security fixes.' }),
      equivalents: EQUIVALENTS.find((it) => it.program.test(command.name) && it.action.test(call.action))?.ids ?? [],
      fixes: fix(`Remove ${command.name} ${call.action}`, 'behaviour', without(command, call)),
    });
  },
});

/** The step without the upgrade; lists that were fetched for nothing else go along. */
function without(command: DockerfileCommand, call: PackageCall): readonly Patch[] {
  const calls = command.siblings.map((it) => packageCall(it));
  if (calls.every((it) => it !== undefined && (isRefresh(it) || isUpgrade(it))))
    return [remove(command.instruction.at)];
  const others = calls.filter((it) => it?.manager === call.manager && it.actionWord !== call.actionWord);
  const fetches = others.some((it) => it !== undefined && isRefresh(it));
  return fetches && !others.some((it) => it !== undefined && isInstall(it)) ? [] : dropCommand(command);
}
