import { defineRule } from '../../../rules/rule.ts';
import { fix, replace, remove } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/invalid-port',
  title: 'EXPOSE names no port of a container',
  why: 'EXPOSE 127.0.0.1:80:8080 looks as if it limited who may connect; it limits nothing, and a wrong number hides which port is open.',
  remedy: 'Write the port of the container alone, such as 8080 or 53/udp.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [682], stride: ['I'], cis: ['Docker 5.9'] },
  equivalents: [
    'buildkit:ExposeInvalidFormat',
    'hadolint:DL3011',
    'trivy:DS-0008',
    'kics:71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e',
    'kics:unix_ports_out_of_range',
    'terrascan:AC_DOCKER_0011',
    'semgrep:invalid-port',
    'dockerfile-utils:INVALID_PORT',
  ],
  concepts: ['expose-not-a-container-port'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    if (instruction.keyword !== 'EXPOSE') return;
    for (const [index, value] of instruction.values.entries()) {
      const raw = instruction.node.args[index]?.raw ?? '';
      if (value === undefined || value === '') continue;
      const at = instruction.argAt(index);
      const [ports = '', protocol] = value.split('/');
      if (ports.includes(':')) {
        const last = ports.slice(ports.lastIndexOf(':') + 1);
        report({
          at,
          message: `${value} is written like a mapping to the host, which EXPOSE does not know: the address limits nothing. Write the port of the container alone.`,
          equivalents: ['buildkit:ExposeInvalidFormat'],
          fixes:
            /^\d+(?:-\d+)?$/.test(last) && raw === value
              ? fix(`Write ${last}`, 'safe', [replace(at, protocol === undefined ? last : `${last}/${protocol}`)])
              : [],
        });
      } else if (/^-?\d+(?:-\d+)?$/.test(ports)) {
        const numbers = (ports.startsWith('-') ? [ports] : ports.split('-')).map(Number);
        if (numbers.every((it) => it >= 0 && it <= 65535)) {
          if (protocol !== undefined && !/^(?:tcp|udp|sctp)$/i.test(protocol))
            report({
              at,
              message: `${protocol} is no protocol that a container can expose; tcp, udp and sctp are.`,
              equivalents: ['buildkit:ExposeInvalidFormat', 'dockerfile-utils:INVALID_PROTO'],
            });
          continue;
        }
        report({
          at,
          message: `${ports} is no port: ports go from 0 to 65535. Write the port on which the service listens.`,
          equivalents: [
            'hadolint:DL3011',
            'trivy:DS-0008',
            'kics:71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e',
            'kics:unix_ports_out_of_range',
            'terrascan:AC_DOCKER_0011',
            'semgrep:invalid-port',
            'dockerfile-utils:INVALID_PORT',
          ],
          fixes: fix(`Remove ${value}`, 'behaviour', [remove(at)]),
        });
      } else if (!/[$]/.test(raw)) {
        report({
          at,
          message: `${value} is no port. Write a number, such as 8080 or 53/udp.`,
          equivalents: ['dockerfile-utils:INVALID_PORT'],
        });
      }
    }
  },
});
