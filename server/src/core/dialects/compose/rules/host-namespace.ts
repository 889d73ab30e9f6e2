import { defineRule } from '../../../rules/rule.ts';
import type { Severity } from '../../../rules/rule.ts';
import { removeFix, softened } from '../claims.ts';
import { valueOf } from '../text.ts';

interface Namespace {
  readonly key: string;
  readonly what: string;
  readonly effect: string;
  readonly severity: Severity;
  readonly equivalents: readonly string[];
}

const namespaces: readonly Namespace[] = [
  {
    key: 'pid',
    what: 'process table',
    effect: 'it sees the command lines and environments of all processes of the host and may trace those of its user',
    severity: 'error',
    equivalents: ['kics:4f31dd9f-2cc3-4751-9b53-67e4af83dac0', 'compose-lint:CL-0010', 'docker-bench:5.16'],
  },
  {
    key: 'ipc',
    what: 'shared memory',
    effect: 'it reads and writes the memory segments that programs of the host share',
    severity: 'error',
    equivalents: ['kics:baa3890f-bed7-46f5-ab8f-1da8fc91c729', 'compose-lint:CL-0010', 'docker-bench:5.17'],
  },
  {
    key: 'userns_mode',
    what: 'user ids',
    effect: 'where the engine maps ids for safety, its root is the real root again',
    severity: 'info',
    equivalents: ['kics:8af7162d-6c98-482f-868e-0d33fb675ca8', 'docker-bench:5.31'],
  },
  {
    key: 'uts',
    what: 'host name',
    effect: 'with the right to administer, it can rename the host',
    severity: 'hint',
    equivalents: ['docker-bench:5.21'],
  },
];

export default defineRule({
  id: 'compose/host-namespace',
  title: "Service shares one of the host's namespaces",
  why: "Namespaces are the walls of a container: without them an intruder sees and touches the host's processes, shared memory or user ids.",
  remedy: 'Remove the key, so that the service gets a namespace of its own.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [668, 250], stride: ['I', 'E', 'T'], cis: ['Docker 5.16', 'Docker 5.17', 'Docker 5.21', 'Docker 5.31'] },
  equivalents: namespaces.flatMap((it) => it.equivalents),
  concepts: ['host-pid', 'host-ipc', 'host-user-namespace', 'host-uts'],
  visits: 'compose.service',
  check(service, report) {
    for (const { key, what, effect, severity, equivalents } of namespaces) {
      const view = service.view.get(key);
      if (valueOf(view) !== 'host') continue;
      const administers =
        key === 'uts' &&
        (service.privileged === true || service.capAdd.some((it) => /^(?:cap_)?sys_admin$/i.test(it.value ?? '')));
      report({
        at: view.anchor(),
        message: `Service "${service.name}" shares the host's ${what}: ${effect}. Remove ${key} unless the service is there to watch the host.`,
        equivalents,
        ...softened(service, administers ? 'warning' : severity),
        fixes: removeFix(view, `Remove ${key} from "${service.name}"`),
      });
    }
  },
});
