import { isWithin } from './volume.ts';

/** The sockets of container runtimes; `/var/run` is a link to `/run`. */
const sockets: readonly string[] = [
  '/run/docker.sock',
  '/run/docker/libcontainerd/docker-containerd.sock',
  '/run/containerd/containerd.sock',
  '/run/k3s/containerd/containerd.sock',
  '/run/crio/crio.sock',
  '/run/cri-dockerd.sock',
  '/run/dockershim.sock',
  '/run/podman/podman.sock',
];

/** Directories of a node from which it is a short way to root of the node. */
const sensitive: readonly string[] = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/lib',
  '/lib64',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
  '/var/lib/kubelet',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/etcd',
  '/var/log',
];

/** Where the keys of cloud accounts lie in a home; that of a service without one is the file system's root. */
const cloudKeys = ['.aws', '.azure', '.config/gcloud'];
const homes = ['', '/root'];

const credentials: readonly string[] = [
  '/etc/kubernetes',
  ...homes.flatMap((home) => cloudKeys.map((it) => `${home}/${it}`)),
  '/var/lib/kubelet/pki',
  '/var/lib/kubelet/kubeconfig',
];

const customary: readonly string[] = [
  '/etc/localtime',
  '/etc/timezone',
  '/etc/machine-id',
  '/usr/share/zoneinfo',
  '/etc/ssl/certs',
  '/etc/pki/ca-trust',
  '/etc/ca-certificates',
  '/usr/share/ca-certificates',
  '/usr/local/share/ca-certificates',
];

/** `path` must be normalised; the same directory under its two names gives one. */
function canonical(path: string): string {
  return path.replace(/^\/var\/run(?=\/|$)/, '/run');
}

/** What the kernel tells of itself; mounted read-only it can be read and not set. */
export function isKernelState(path: string): boolean {
  return isWithin(path, '/proc') || isWithin(path, '/sys');
}

/** The kernel answers there, and nothing that is written lies on a disk. */
export function isKernelPath(path: string): boolean {
  return isKernelState(path) || (isWithin(path, '/dev') && path !== '/dev/log');
}

export function isRuntimeSocket(path: string): boolean {
  return sockets.includes(canonical(path));
}

/** A directory in which a runtime's socket lies: mounting it mounts the socket. */
export function holdsRuntimeSocket(path: string): boolean {
  return sockets.some((it) => isWithin(it, canonical(path)));
}

export function isSensitivePath(path: string): boolean {
  // The socket by which everything logs leads nowhere else.
  if (path === '/dev/log') return false;
  return (
    path === '/' || path === '/var' || path === '/var/lib' || sensitive.some((it) => isWithin(canonical(path), it))
  );
}

export function isCredentialPath(path: string): boolean {
  return credentials.some((it) => isWithin(path, it));
}

/** What programs read to know the time, the machine and whom to trust; a customary mount. */
export function isCustomaryPath(path: string): boolean {
  return customary.some((it) => isWithin(path, it));
}
