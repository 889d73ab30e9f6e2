/** What a path on the host is worth to somebody in the container. */

const sockets = /(?:^|\/)(?:docker|containerd|crio|cri-dockerd|podman|dockershim|buildkitd)\.sock$/;
/** Directories that hold an engine's socket, or systemd's private one. */
const socketFolders: ReadonlySet<string> = new Set([
  '/',
  '/var',
  '/run',
  '/var/run',
  '/run/containerd',
  '/var/run/containerd',
  '/run/systemd',
  '/var/run/systemd',
  '/run/crio',
  '/var/run/crio',
  '/run/podman',
  '/var/run/podman',
  '/run/user/1000/podman',
]);

/** Is this a container engine's control socket, or a directory in which one lies? */
export function reachesEngineSocket(path: string): boolean {
  return sockets.test(path) || socketFolders.has(path) || /^(?:\/var)?\/run\/systemd\/private$/.test(path);
}

const rootEquivalent = [
  '/etc',
  '/root',
  '/boot',
  '/proc',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/kubelet',
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/opt/containerd',
];
const harmlessFiles: ReadonlySet<string> = new Set([
  '/etc/localtime',
  '/etc/timezone',
  '/etc/hostname',
  '/etc/machine-id',
  '/usr/share/zoneinfo',
]);
const certificateFolders = [
  '/etc/ssl/certs',
  '/etc/pki/ca-trust',
  '/etc/ca-certificates',
  '/usr/share/ca-certificates',
  '/usr/local/share/ca-certificates',
  '/usr/share/zoneinfo',
  '/etc/letsencrypt',
];

/** Would writing there make its writer the host's root: by cron, start-up files, libraries, other containers' data? */
export function isRootEquivalent(path: string): boolean {
  if (path === '/var/lib') return true;
  return !harmlessFiles.has(path) && rootEquivalent.some((it) => isAtOrBelow(path, it));
}

/** Whoever writes at these places, or below, has the host run it: accounts, start-up, jobs, libraries, programs. */
const governing =
  /^\/etc\/(?:cron|anacrontab|at\.|bash|containerd|crio|default\b|docker|environment|fstab|group|gshadow|hosts|init|kubernetes|ld\.so|logrotate|modprobe|modules|network|nsswitch|pam|passwd|profile|rc|resolv|securetty|security\b|shadow|ssh|ssl|sub[gu]id|sudo|sysctl|systemd|udev|xinetd)/;

/** A folder that an application brought along below the host's own, such as /etc/pihole: it governs that application. */
export function isOfApplication(path: string): boolean {
  if (/^\/usr\/(?:local\/)?share\/[^/]+/.test(path)) return true;
  return /^\/etc\/[^/.]/.test(path) && !governing.test(path);
}

/** The clock's settings and public certificates: every container may know them. */
export function isHarmlessToRead(path: string): boolean {
  return harmlessFiles.has(path) || certificateFolders.some((it) => isAtOrBelow(path, it));
}

const harmlessDevices: ReadonlySet<string> = new Set([
  '/dev/null',
  '/dev/zero',
  '/dev/full',
  '/dev/random',
  '/dev/urandom',
  '/dev/net/tun',
  '/dev/dri',
  '/dev/snd',
]);
const keyFolders = [
  '~/.ssh',
  '~/.aws',
  '~/.docker',
  '~/.kube',
  '~/.gnupg',
  '~/.azure',
  '~/.config/gcloud',
  '~/.netrc',
  '~/.npmrc',
  '~/.git-credentials',
];

/** Does reading there disclose keys, other users' or containers' data, or the kernel's state? */
export function isSensitive(path: string): boolean {
  if (path.startsWith('~')) return path === '~' || keyFolders.some((it) => isAtOrBelow(path, it));
  if (isAtOrBelow(path, '/dev')) return !harmlessDevices.has(path);
  if (
    isAtOrBelow(path, '/sys') ||
    isAtOrBelow(path, '/var/log') ||
    isAtOrBelow(path, '/run') ||
    isAtOrBelow(path, '/var/run')
  )
    return true;
  if (path === '/home' || path === '/Users') return true;
  const home = /^\/(?:home|Users)\/[^/]+(\/.*)?$/.exec(path);
  if (home) return home[1] === undefined || keyFolders.some((it) => isAtOrBelow(`~${home[1] ?? ''}`, it));
  return false;
}

export function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
