import type { ShellWord } from '../../syntax/shell.ts';
import type { DockerfileCommand } from './lens.ts';

/** The package managers of operating systems, and what a command asks of them. */

export type PackageManager = 'apt' | 'apk' | 'yum' | 'dnf' | 'zypper' | 'pacman';

export interface PackageCall {
  readonly manager: PackageManager;
  readonly action: string;
  readonly actionWord: ShellWord;
  /** Names and files after the action. */
  readonly operands: readonly ShellWord[];
  readonly options: readonly ShellWord[];
}

const PROGRAMS: ReadonlyMap<string, PackageManager> = new Map<string, PackageManager>([
  ['apt-get', 'apt'],
  ['apt', 'apt'],
  ['aptitude', 'apt'],
  ['apk', 'apk'],
  ['yum', 'yum'],
  ['dnf', 'dnf'],
  ['dnf5', 'dnf'],
  ['microdnf', 'dnf'],
  ['tdnf', 'dnf'],
  ['zypper', 'zypper'],
  ['pacman', 'pacman'],
]);

/** Options whose value is the next word. */
const VALUED: Readonly<Record<PackageManager, RegExp>> = {
  apt: /^-[a-zA-Z]*[toca]$|^--(?:target-release|default-release|option|config-file|host-architecture|build-profiles|solver)$/,
  apk: /^-[a-zA-Z]*[tXp]$|^--(?:virtual|repository|root|arch|keys-dir|repositories-file|cache-dir|cache-max-age|wait|progress-fd|timeout)$/,
  yum: /^-[cxdeR]$|^--(?:config|installroot|releasever|setopt|exclude|excludepkgs|enablerepo|disablerepo|repo|repoid|comment|advisory|downloaddir|destdir|disableplugin|enableplugin|color|rpmverbosity)$/,
  dnf: /^-[cxdeR]$|^--(?:config|installroot|releasever|setopt|exclude|excludepkgs|enablerepo|disablerepo|repo|repoid|comment|advisory|downloaddir|destdir|forcearch|disableplugin|enableplugin|color)$/,
  zypper:
    /^-[RDcprtn]$|^--(?:root|reposd-dir|config|plus-repo|repo|from|type|name|cache-dir|installroot|solver-focus)$/,
  pacman: /^-[br]$|^--(?:dbpath|root|config|cachedir|arch|gpgdir|hookdir|overwrite|ignore|assume-installed)$/,
};

/** `-n` of zypper means non-interactive before the action, and a name behind it. */
const ZYPPER_FLAGS = /^-n$/;

/** What the command asks of a package manager; undefined when it is none or asks nothing. */
export function packageCall({ name, args }: DockerfileCommand): PackageCall | undefined {
  const manager = PROGRAMS.get(name);
  if (manager === undefined) return undefined;
  const operands: ShellWord[] = [];
  const options: ShellWord[] = [];
  let ended = false;
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index];
    if (word === undefined) continue;
    if (word.value === '--') ended = true;
    else if (ended || !/^-./.test(word.value)) operands.push(word);
    else {
      options.push(word);
      const flag = manager === 'zypper' && operands.length === 0 && ZYPPER_FLAGS.test(word.value);
      if (!flag && VALUED[manager].test(word.value)) index += 1;
    }
  }
  if (manager === 'pacman') return pacmanCall(operands, options);
  const [action, ...rest] = operands;
  if (action === undefined || action.dynamic) return undefined;
  return { manager, action: action.value.toLowerCase(), actionWord: action, operands: rest, options };
}

/** The action of pacman is an option: -S installs, with y the lists are refreshed, with u everything is upgraded. */
function pacmanCall(operands: readonly ShellWord[], options: readonly ShellWord[]): PackageCall | undefined {
  const word = options.find((it) => /^-[A-Z]/.test(it.value) || it.value === '--sync');
  if (word === undefined) return undefined;
  const action = !/^-S|^--sync/.test(word.value)
    ? 'other'
    : operands.length > 0
      ? 'install'
      : /u/.test(word.value)
        ? 'upgrade'
        : 'update';
  return { manager: 'pacman', action, actionWord: word, operands, options };
}

const INSTALLS = /^(?:install|reinstall|in|add|localinstall|groupinstall|install-n|module|group|build-dep)$/;

/** Packages are named that are to be there afterwards. */
export function isInstall({ manager, action }: PackageCall): boolean {
  if (manager === 'apk') return action === 'add';
  return INSTALLS.test(action) && action !== 'add';
}

/** Only the lists of packages are fetched, or, for managers that know no lists, everything is brought up to date. */
export function isRefresh({ manager, action, operands }: PackageCall): boolean {
  if (manager === 'apt' || manager === 'apk' || manager === 'pacman') return action === 'update';
  if (operands.length > 0) return false;
  if (manager === 'zypper') return action === 'refresh' || action === 'ref' || action === 'update' || action === 'up';
  return action === 'update' || action === 'makecache' || action === 'check-update';
}

/** Everything that is installed is brought up to date. */
export function isUpgrade({ manager, action, operands }: PackageCall): boolean {
  if (manager === 'apt') return /^(?:upgrade|dist-upgrade|full-upgrade|safe-upgrade)$/.test(action);
  if (manager === 'apk') return action === 'upgrade' && operands.length === 0;
  if (manager === 'pacman') return action === 'upgrade';
  if (manager === 'zypper') return /^(?:dup|dist-upgrade|update|up|patch)$/.test(action) && operands.length === 0;
  return (
    /^(?:update|upgrade|distro-sync|system-upgrade|upgrade-minimal|update-minimal)$/.test(action) &&
    operands.length === 0
  );
}

/** The packages that an installing call names without saying which version. Files, addresses and groups count as said. */
export function unpinnedPackages(call: PackageCall): readonly ShellWord[] {
  if (!isInstall(call) || call.action === 'group' || call.action === 'groupinstall' || call.action === 'build-dep')
    return [];
  const named = call.action === 'module' ? call.operands.slice(1) : call.operands;
  return named.filter((word) => !word.dynamic && isUnpinned(call.manager, word.value));
}

function isUnpinned(manager: PackageManager, name: string): boolean {
  if (name === '' || /^[./~@]|:\/\/|^-/.test(name)) return false;
  switch (manager) {
    case 'apt':
      return !/[=/]|\.deb$|[+-]$/.test(name);
    case 'apk':
      return !/[=<>~]|\.apk$|^!/.test(name) && !name.startsWith('.');
    case 'yum':
    case 'dnf':
      return !/-\d|\.rpm$|[:*=<>]/.test(name);
    case 'zypper':
      return !/[=<>]|\.rpm$|-\d+[.\d]*/.test(name);
    case 'pacman':
      // The repositories of Arch hold one version only.
      return false;
  }
}
