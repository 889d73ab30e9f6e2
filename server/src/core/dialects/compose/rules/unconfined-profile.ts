import { defineRule } from '../../../rules/rule.ts';
import { removeFix, softened } from '../claims.ts';

interface Switch {
  readonly pattern: RegExp;
  readonly what: string;
  readonly effect: string;
  readonly equivalents: readonly string[];
}

const switches: readonly Switch[] = [
  {
    pattern: /^seccomp[:=]unconfined$/i,
    what: 'the seccomp filter',
    effect: 'every system call is open, among them those by which containers are escaped from',
    equivalents: [
      'kics:404fde2c-bc4b-4371-9747-7054132ac953',
      'compose-lint:CL-0009',
      'semgrep:seccomp-confinement-disabled',
      'docker-bench:5.22',
    ],
  },
  {
    pattern: /^apparmor[:=]unconfined$/i,
    what: 'the AppArmor profile',
    effect: 'only user and capabilities limit which files it reaches',
    equivalents: ['compose-lint:CL-0009', 'docker-bench:5.2'],
  },
  {
    pattern: /^label[:=](?:disable|type:spc_t)$/i,
    what: 'the SELinux confinement',
    effect: 'only user and capabilities limit which files it reaches',
    equivalents: ['compose-lint:CL-0009', 'semgrep:selinux-separation-disabled', 'docker-bench:5.3'],
  },
  {
    pattern: /^systempaths[:=]unconfined$/i,
    what: 'the masks over /proc and /sys',
    effect: "it sees and changes the kernel's settings",
    equivalents: [],
  },
];

export default defineRule({
  id: 'compose/unconfined-profile',
  title: 'Confinement of the service is switched off',
  why: 'seccomp, AppArmor and SELinux stop most known escapes from containers; without them a flaw in the kernel is enough.',
  remedy: 'Remove the option, or name a profile of your own that allows what the service needs.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [693, 250], stride: ['E'], cis: ['Docker 5.22', 'Docker 5.2', 'Docker 5.3'] },
  equivalents: [...new Set(switches.flatMap((it) => it.equivalents))],
  concepts: ['seccomp-disabled', 'mac-profile-disabled'],
  visits: 'compose.service',
  check(service, report) {
    for (const text of service.securityOptions) {
      const value = text.value?.trim() ?? '';
      const found = switches.find((it) => it.pattern.test(value));
      if (!found || !service.owns(text.view)) continue;
      report({
        at: text.view.anchor(),
        message: `Service "${service.name}" runs without ${found.what}: ${found.effect}. Remove the option, or name a profile of your own.`,
        equivalents: found.equivalents,
        ...softened(service, 'error'),
        fixes: removeFix(text.view, `Remove ${value} from security_opt`),
      });
    }
  },
});
