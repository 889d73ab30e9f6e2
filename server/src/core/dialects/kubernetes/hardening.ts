import type { Patch } from '../../fix/patch.ts';
import type { View } from '../../syntax/view.ts';
import type { Container } from './container.ts';
import { setField } from './repair.ts';
import { is, isEmpty, isNot, readCollection } from './setting.ts';
import type { Workload } from './workload.ts';

/**
 * What a container may do only because nobody said no. Each gap has a rule of its own; where neither the pod nor the
 * container has a security context at all, they are one decision that was never taken, and one rule reports them all.
 */
export type Gap = 'privilege-escalation' | 'root-user' | 'capabilities' | 'root-filesystem' | 'seccomp';

/** What each gap leaves open, for messages. */
export const gapWords: Readonly<Record<Gap, string>> = {
  'privilege-escalation': 'gain more rights through setuid programs',
  'root-user': 'run as root',
  capabilities: 'keep the default capabilities',
  'root-filesystem': 'write to its own programs',
  seccomp: 'make every system call',
};

/** Nobody has decided anything for this container: no security context on it, none on its pod. */
export function isUndecided(container: Container): boolean {
  return (
    isEmpty(readCollection(container.view, 'securityContext')) &&
    isEmpty(readCollection(container.workload.spec, 'securityContext'))
  );
}

/** The containers of a workload for which an absence may be claimed. */
export function judgedContainers(workload: Workload): readonly Container[] {
  return workload.partial ? [] : workload.containers;
}

/** The default capabilities of containerd, CRI-O and Docker. */
const defaultCapabilities: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** Drops ALL, or every one of the defaults by its name. Undefined when the list is not known. */
export function dropsAll(container: Container): boolean | undefined {
  const dropped = container.droppedCapabilities?.map((it) => it.name);
  return dropped && (dropped.includes('ALL') || defaultCapabilities.every((it) => dropped.includes(it)));
}

/** The gaps of a container, those that are certain. */
export function gapsOf(container: Container): readonly Gap[] {
  const gaps: Gap[] = [];
  // The API forces escalation on for privileged containers; that is for the rule about privileged ones.
  const privileged = !isNot(container.privileged, true);
  if (!privileged && container.allowPrivilegeEscalation.state === 'absent') gaps.push('privilege-escalation');
  if (mayRunAsRoot(container)) gaps.push('root-user');
  if (!privileged && dropsAll(container) === false) gaps.push('capabilities');
  if (isNot(container.readOnlyRootFilesystem, true)) gaps.push('root-filesystem');
  if (container.seccomp.state === 'absent') gaps.push('seccomp');
  return container.workload.isWindows ? [] : gaps;
}

/** Neither a user other than root nor the promise of one. */
export function mayRunAsRoot(container: Container): boolean {
  const { runAsUser } = container;
  // Root of a user namespace is nobody on the node.
  if (container.workload.hasUserNamespace) return false;
  return isNot(container.runAsNonRoot, true) && (runAsUser.state === 'absent' || is(runAsUser, 0));
}

/** Its group has a number that groups of the node have too, or none, so that the image chooses it. */
export function hasLowGroup({ runAsGroup }: Container): boolean {
  return runAsGroup.state === 'absent' || (runAsGroup.state === 'set' && runAsGroup.value < 10_000);
}

/** The patches that close a gap, in the order in which people write a security context. */
export function closeGap(container: Container, gap: Gap): readonly Patch[] {
  const own = container.securityContext;
  if (gap === 'privilege-escalation') return [setField(own.get('allowPrivilegeEscalation'), false)];
  if (gap === 'capabilities') return [setField(own.at('capabilities', 'drop'), ['ALL'])];
  if (gap === 'root-filesystem')
    return [setField(own.get('readOnlyRootFilesystem'), true), ...temporaryDirectory(container)];
  if (gap === 'root-user') return [setField(ownOrPod(container, 'runAsNonRoot'), true)];
  return [setField(ownOrPod(container, 'seccompProfile'), { type: 'RuntimeDefault' })];
}

/**
 * The pod's field, which serves all containers, unless the container overrides it. Where the pod has no context yet and
 * another container has none either, the pod's would be a decision for that one too: the container gets its own.
 */
function ownOrPod(container: Container, field: string): View {
  const own = container.securityContext.get(field);
  const { workload } = container;
  const decidesForOthers =
    isEmpty(readCollection(workload.spec, 'securityContext')) &&
    !isUndecided(container) &&
    workload.containers.some(isUndecided);
  return own.missing && !decidesForOthers ? workload.securityContext.get(field) : own;
}

/** A directory for temporary files, without which many programs do not start on a read-only root. */
function temporaryDirectory(container: Container): readonly Patch[] {
  const { workload } = container;
  if (container.mounts.some((it) => it.path === undefined || it.path === '/tmp' || it.path === '/')) return [];
  const volumes = workload.spec.get('volumes');
  const name = container.name === '' ? 'tmp' : `${container.name}-tmp`;
  if (workload.volumes.some((it) => it.name === name)) return [];
  return [
    { op: 'append', at: container.view.get('volumeMounts').anchor(), value: { name, mountPath: '/tmp' } },
    { op: 'append', at: volumes.anchor(), value: { name, emptyDir: {} } },
  ];
}

/** Drops no capability, or takes all of them back. */
function dropsNothing({ droppedCapabilities, addedCapabilities }: Container): boolean {
  return droppedCapabilities?.length === 0 || addedCapabilities?.some((it) => it.name === 'ALL') === true;
}

function noSeLinux(context: View): boolean {
  return isEmpty(readCollection(context, 'seLinuxOptions'));
}

/** Neither seccomp nor AppArmor nor SELinux is told to confine the container. */
export function hasNoProfile(container: Container): boolean {
  const { seccomp, appArmor, workload } = container;
  const open = (state: typeof seccomp): boolean => state.state === 'absent' || is(state, 'Unconfined');
  return open(seccomp) && open(appArmor) && noSeLinux(container.securityContext) && noSeLinux(workload.securityContext);
}

/** No profile and no dropped capability: the kernel is as open as it can be for an unprivileged container. */
export function hasNoKernelFence(container: Container): boolean {
  return hasNoProfile(container) && dropsNothing(container);
}
