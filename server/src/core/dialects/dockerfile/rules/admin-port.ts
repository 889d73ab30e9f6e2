import { defineRule } from '../../../rules/rule.ts';
import { exposedPorts } from '../ports.ts';
import { fix, remove } from '../repair.ts';

const SERVICES: ReadonlyMap<number, string> = new Map([
  [22, 'ssh'],
  [23, 'telnet'],
  [3389, 'remote desktop'],
  [5800, 'VNC'],
  [5900, 'VNC'],
]);

export default defineRule({
  id: 'dockerfile/admin-port',
  title: 'The image exposes a port for remote administration',
  why: 'A shell server in the container is a second way in, beside the service, with passwords and flaws of its own.',
  remedy: 'Leave the server out of the image; docker exec and kubectl exec do the same job.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [284, 1327], stride: ['E', 'S'], cis: ['Docker 5.7'] },
  equivalents: [
    'checkov:CKV_DOCKER_1',
    'trivy:DS-0004',
    'kics:5907595b-5b6d-4142-b173-dbb0e73fbff8',
    'kics:exposing_port_22',
    'terrascan:AC_DOCKER_0026',
    'sonar:S6473',
  ],
  concepts: ['admin-port-exposed'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    for (const { first, last, protocol, at } of exposedPorts(instruction)) {
      const port = [...SERVICES.keys()].find((it) => first <= it && it <= last);
      if (port === undefined || last > 65535) continue;
      const udp = protocol === 'udp';
      if (udp ? port !== 22 : protocol !== 'tcp') continue;
      const service = SERVICES.get(port) ?? '';
      report({
        at,
        message: `Port ${port} is that of ${service}: a second way into the container, with passwords and flaws of its own. Leave the server out of the image.`,
        ...(udp ? { severity: 'hint', reason: 'ssh does not use UDP.', equivalents: ['trivy:DS-0004'] } : {}),
        fixes: first === last ? fix(`Do not expose port ${port}`, 'behaviour', [remove(at)]) : [],
      });
    }
  },
});
