import { defineRule } from '../../../rules/rule.ts';
import { listed } from '../claims.ts';
import { type PackageManager, packageCall, unpinnedPackages } from '../packages.ts';

const EQUIVALENTS: Readonly<Record<PackageManager, readonly string[]>> = {
  apt: ['hadolint:DL3008', 'kics:965a08d7-ef86-4f14-8792-4a3b2098937e', 'kics:apt_get_install_pin_version_not_defined'],
  apk: ['hadolint:DL3018', 'kics:d3499f6d-1651-41bb-a9a7-de925fea487b', 'kics:unpinned_package_version_in_apk_add'],
  yum: [
    'hadolint:DL3033',
    'kics:6452c424-1d92-4deb-bb18-a03e95d579c4',
    'kics:yum_install_without_version',
    'terrascan:AC_DOCKER_0033',
  ],
  dnf: [
    'hadolint:DL3041',
    'kics:93d88cf7-f078-46a8-8ddc-178e03aeacf1',
    'kics:missing_version_specification_in_dnf_install',
  ],
  zypper: ['hadolint:DL3037', 'kics:562952e4-0348-4dea-9826-44f3a2c6117b', 'kics:zypper_install_without_version'],
  pacman: [],
};

export default defineRule({
  id: 'dockerfile/unpinned-system-package',
  title: 'System packages are installed without a version',
  why: 'The build takes what the mirror offers on that day, so a rebuild may bring something else without a commit.',
  remedy: 'Where builds must repeat exactly, name versions or use a snapshot of the repository.',
  category: 'supply-chain',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1357], stride: ['T'], cis: ['Docker 4.11'] },
  equivalents: [
    'hadolint:DL3008',
    'kics:965a08d7-ef86-4f14-8792-4a3b2098937e',
    'kics:apt_get_install_pin_version_not_defined',
    'hadolint:DL3018',
    'kics:d3499f6d-1651-41bb-a9a7-de925fea487b',
    'kics:unpinned_package_version_in_apk_add',
    'hadolint:DL3033',
    'kics:6452c424-1d92-4deb-bb18-a03e95d579c4',
    'kics:yum_install_without_version',
    'terrascan:AC_DOCKER_0033',
    'hadolint:DL3041',
    'kics:93d88cf7-f078-46a8-8ddc-178e03aeacf1',
    'kics:missing_version_specification_in_dnf_install',
    'hadolint:DL3037',
    'kics:562952e4-0348-4dea-9826-44f3a2c6117b',
    'kics:zypper_install_without_version',
  ],
  concepts: ['os-packages-unpinned'],
  visits: 'dockerfile.command',
  check(command, report) {
    const call = packageCall(command);
    if (call === undefined) return;
    const [first, ...others] = unpinnedPackages(call);
    if (first === undefined) return;
    const names = listed([first, ...others].map((it) => it.value));
    report({
      at: command.wordAt(first),
      message: `${names}: no version is named, so a rebuild may bring another one. Where builds must repeat exactly, pin the version or the repository.`,
      equivalents: EQUIVALENTS[call.manager],
      group: {
        key: call.manager,
        message: (count) =>
          `${count} steps install packages without naming versions (here ${names}), so a rebuild may bring others. Where builds must repeat exactly, pin versions or the repository.`,
      },
    });
  },
});
