import { defineRule, type Severity } from '../../../rules/rule.ts';
import type { Capability, Container } from '../container.ts';
import { netRawKept, noKernelFence } from '../equivalents.ts';
import { dropsAll, hasNoKernelFence } from '../hardening.ts';
import { fixByRemoving } from '../repair.ts';
import { calmerInInfrastructure } from '../wording.ts';

/** The set of the baseline Pod Security Standard, which is the default set of the runtimes without NET_RAW. */
const baseline: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** What an attacker does with those that reach the host. */
const powers: Readonly<Record<string, string>> = {
  ALL: 'do everything that root may do',
  SYS_ADMIN: 'mount file systems and enter other namespaces, from which escapes are published recipes',
  SYS_MODULE: 'load code into the kernel of the node',
  SYS_PTRACE: 'read and change the memory of other processes',
  SYS_RAWIO: 'write to the devices of the node',
  SYS_BOOT: 'restart the node',
  SYS_TIME: 'set the clock of the node, which certificates and logs rely on',
  SYSLOG: 'read addresses of the kernel that escapes need',
  NET_ADMIN: 'rewire the network of the pod and lead traffic past its mesh proxy',
  BPF: 'watch the processes of the node through programs in its kernel',
  PERFMON: 'watch the processes of the node',
  DAC_READ_SEARCH: 'open files of the host by their handles',
  MAC_ADMIN: 'change the profiles that confine containers',
  MAC_OVERRIDE: 'ignore the profiles that confine containers',
  SETPCAP: 'hand capabilities on to other processes',
  LINUX_IMMUTABLE: 'unlock files that were locked against changes',
  CHECKPOINT_RESTORE: 'write processes back with other rights',
  AUDIT_CONTROL: 'switch the audit log of the node off',
};

const sysAdmin = [
  'checkov:CKV_K8S_39',
  'trivy:KSV-0005',
  'kubescape:C-0057',
  'kics:containers_with_sys_admin_capabilities',
  'kubesec:CapSysAdmin',
];
const dangerous = [
  'trivy:KSV-0120',
  'kubescape:C-0046',
  'polaris:dangerousCapabilities',
  'kyverno:service-mesh-disallow-capabilities',
  'rahman:capability-misuse',
];
const beyondBaseline = [
  'psa:capabilities_baseline',
  'kyverno:disallow-capabilities',
  'gatekeeper:K8sPSPCapabilities.capabilities-baseline',
];
const beyondBind = [
  'trivy:KSV-0106',
  'kics:containers_with_added_capabilities',
  'psa:capabilities_restricted',
  'kyverno:disallow-capabilities-strict',
  'kyverno:restrict-adding-capabilities',
  'gatekeeper:K8sPSPCapabilities.capabilities-restricted',
];
const any = ['checkov:CKV_K8S_25', 'trivy:KSV-0022'];
const netRaw = [
  'trivy:KSV-0119',
  'kube-linter:drop-net-raw-capability',
  'kubescape:C-0046',
  'kyverno:disallow-capabilities',
  ...netRawKept,
];

export default defineRule({
  id: 'kubernetes/added-capability',
  title: 'Container is given a capability of root',
  why: 'Each added capability is a piece of root that the service did not have before and an intruder has now; some of them reach the node.',
  remedy: 'Remove it; if the service needs it, drop ALL and add that one alone.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250], stride: ['E', 'T', 'I'], cis: ['Kubernetes 5.2.9'], owasp: ['K01:2022'] },
  equivalents: [
    ...new Set([...sysAdmin, ...dangerous, ...beyondBaseline, ...beyondBind, ...any, ...netRaw, ...noKernelFence]),
  ],
  concepts: [
    'capability-sys-admin',
    'capability-dangerous',
    'capability-added',
    'capability-beyond-baseline',
    'capability-beyond-net-bind',
    'net-raw-added',
    'net-raw-not-dropped',
  ],
  visits: 'kubernetes.container',
  check(container, report) {
    if (container.workload.isWindows) return;
    for (const capability of container.addedCapabilities ?? []) {
      const { name, view } = capability;
      const harm =
        powers[name] ?? (name === 'NET_RAW' ? 'forge packets and poison the ARP tables of its neighbours' : undefined);
      const istio = /^istio-(init|validation)$/.test(container.name);
      report({
        at: view.anchor(),
        message: istio
          ? `${container.title} of ${container.workload.object.title} needs ${name} to lead traffic into the sidecar. With Istio's CNI plugin no pod needs it.`
          : `${container.title} of ${container.workload.object.title} is given ${name}: whoever takes over the service may ${harm ?? 'use it too'}. Remove it unless the service cannot do without.`,
        ...(istio
          ? { severity: 'info', reason: 'the sidecar set-up of Istio needs it where the CNI plugin is not used' }
          : calmerInInfrastructure(container.workload, severityOf(name, container))),
        equivalents: [
          ...new Set([
            ...equivalentsOf(capability),
            ...(name === 'ALL' && hasNoKernelFence(container) ? noKernelFence : []),
          ]),
        ],
        fixes: fixByRemoving(view, `Remove the capability ${name}`),
      });
    }
  },
});

function severityOf(name: string, container: Container): Severity {
  if (powers[name] !== undefined) return 'error';
  if (name === 'NET_BIND_SERVICE') return 'hint';
  if (!baseline.has(name)) return 'warning';
  // To drop all and add back one is how it should be done.
  return dropsAll(container) === true ? 'hint' : 'info';
}

function equivalentsOf({ name }: Capability): readonly string[] {
  return [
    ...any,
    ...(name === 'SYS_ADMIN' || name === 'ALL' ? sysAdmin : []),
    ...(powers[name] === undefined ? [] : dangerous),
    ...(baseline.has(name) ? [] : beyondBaseline),
    ...(name === 'NET_BIND_SERVICE' ? [] : beyondBind),
    ...(name === 'NET_RAW' ? netRaw : []),
    ...(name === 'ALL' ? netRawKept : []),
  ];
}
