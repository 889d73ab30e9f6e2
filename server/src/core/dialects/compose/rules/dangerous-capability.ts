import { defineRule, type Severity } from '../../../rules/rule.ts';
import { removeFix, softened } from '../claims.ts';

interface Danger {
  readonly effect: string;
  readonly severity: Severity;
  readonly equivalents: readonly string[];
}

const kics = 'kics:ce76b7d0-9e77-464d-b86f-c5c48e03e22d';
const bench = 'docker-bench:5.4';
const takeover = { severity: 'error', equivalents: ['compose-lint:CL-0024', kics, bench] } as const;
const control = { severity: 'error', equivalents: ['compose-lint:CL-0011', kics, bench] } as const;
const clock = { severity: 'error', equivalents: ['compose-lint:CL-0028', kics, bench] } as const;
const availability = { severity: 'warning', equivalents: ['compose-lint:CL-0029', kics, bench] } as const;
const disclosure = { severity: 'warning', equivalents: ['compose-lint:CL-0030', kics, bench] } as const;
const bounded = { severity: 'warning', equivalents: ['compose-lint:CL-0027', kics, bench] } as const;

/** By name without CAP_. What the engine grants by default anyway is not here. */
const dangers: ReadonlyMap<string, Danger> = new Map<string, Danger>([
  ['ALL', { ...takeover, effect: 'it may do everything that root of the host may' }],
  [
    'SYS_ADMIN',
    { ...takeover, effect: 'it mounts file systems and leaves its namespaces, which is as good as root on the host' },
  ],
  ['SYS_MODULE', { ...takeover, effect: "it loads code into the host's kernel" }],
  ['SYS_RAWIO', { ...takeover, effect: "it reads and writes the host's memory and ports" }],
  ['NET_ADMIN', { ...control, effect: "it changes routes and firewalls and can divert its neighbours' traffic" }],
  ['BPF', { ...control, effect: 'it loads programs into the kernel that watch the whole host' }],
  ['SYS_BOOT', { ...control, effect: 'it restarts the host or loads another kernel' }],
  ['PERFMON', { ...clock, effect: 'it observes all processes of the host' }],
  ['SYS_TIME', { ...clock, effect: "it moves the host's clock, on which tokens, certificates and logs rely" }],
  ['SYS_NICE', { ...availability, effect: 'it takes processor time from every other service' }],
  ['IPC_LOCK', { ...availability, effect: 'it holds memory that the host can then give to nobody else' }],
  ['LEASE', { ...availability, effect: 'it makes other programs wait for their own files' }],
  ['SYSLOG', { ...disclosure, effect: "it reads the kernel's log and the addresses in it" }],
  ['SYS_PTRACE', { ...bounded, effect: 'it reads and changes the memory of other processes, secrets included' }],
  [
    'DAC_READ_SEARCH',
    { ...bounded, effect: 'it reads every file past its permissions, also in mounted folders of the host' },
  ],
]);

export default defineRule({
  id: 'compose/dangerous-capability',
  title: 'Service is given a dangerous capability',
  why: 'Some capabilities reach past the container: with them an intruder loads kernel code, mounts the disks of the host or diverts the traffic of other services.',
  remedy: 'Remove the capability, or give the one task that needs it to a service of its own.',
  category: 'least-privilege',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [250, 269], stride: ['E', 'T', 'I', 'D'], cis: ['Docker 5.4'] },
  equivalents: [...new Set([...dangers.values()].flatMap((it) => it.equivalents))],
  concepts: ['cap-add-host-takeover', 'cap-add-host-reaching', 'cap-add-bounded'],
  visits: 'compose.service',
  check(service, report) {
    for (const text of service.capAdd) {
      const name = text.value?.trim().toUpperCase().replace(/^CAP_/, '');
      const danger = name === undefined ? undefined : dangers.get(name);
      if (name === undefined || !danger || !service.owns(text.view)) continue;
      report({
        at: text.view.anchor(),
        message: `Service "${service.name}" gets the capability ${name}: ${danger.effect}. Remove it unless the service cannot do its work without.`,
        equivalents: danger.equivalents,
        ...softened(service, danger.severity),
        fixes: removeFix(text.view, `Remove ${name} from cap_add`),
      });
    }
  },
});
