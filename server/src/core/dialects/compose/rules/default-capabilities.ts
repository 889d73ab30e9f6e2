import { defineRule } from '../../../rules/rule.ts';
import { appendFix, fix, mayClaimAbsence, softened } from '../claims.ts';

/** What official images need back, because their entry points start as root and then become somebody else. */
const switching = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'];
const needs: ReadonlyMap<string, readonly string[]> = new Map([
  ['nginx', ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID']],
  ['httpd', ['NET_BIND_SERVICE', 'SETGID', 'SETUID']],
  ['traefik', ['NET_BIND_SERVICE']],
  ['caddy', ['NET_BIND_SERVICE']],
  ...['postgres', 'mysql', 'mariadb', 'mongo', 'redis', 'valkey', 'rabbitmq'].map((it) => [it, switching] as const),
]);

export default defineRule({
  id: 'compose/default-capabilities',
  title: 'Service keeps the default capabilities',
  why: 'The fourteen capabilities that every container gets, among them forging packets and ignoring file permissions, serve an intruder and hardly any service.',
  remedy: 'Drop all capabilities and add back those that the service needs.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [250], stride: ['E'], cis: ['Docker 5.4'] },
  equivalents: ['compose-lint:CL-0006', 'kics:ce76b7d0-9e77-464d-b86f-c5c48e03e22d', 'docker-bench:5.4'],
  concepts: ['cap-drop-all-missing'],
  visits: 'compose.service',
  check(service, report) {
    // A privileged service has every capability whatever is dropped, and a finding of its own.
    if (!mayClaimAbsence(service) || service.privileged !== false) return;
    if (service.capDrop.some((it) => it.value === undefined || /^(?:cap_)?all$/i.test(it.value.trim()))) return;
    if (service.capDrop.length === 0 && !service.lacks('cap_drop') && !service.find('cap_drop')?.isList) return;
    const list = service.view.get('cap_drop');
    const back = service.lacks('cap_add') ? (needs.get(service.imageReference?.shortName ?? '') ?? []) : [];
    const drop = appendFix(list, 'ALL', 'Drop all capabilities');
    const both = drop
      .flatMap((it) => it.patches)
      .concat(
        fix('', 'behaviour', { op: 'set', at: service.view.get('cap_add').anchor(), value: back })[0]?.patches ?? [],
      );
    report({
      at: service.at,
      message: `Service "${service.name}" keeps capabilities that it most likely does not need, such as forging packets and ignoring file permissions. Drop all of them${back.length > 0 ? ` and add back ${back.join(', ')}` : ' and add back the few that it asks for'}.`,
      ...softened(service, 'warning'),
      fixes:
        back.length > 0 && drop.length > 0
          ? fix(`Drop all capabilities and add back ${back.join(', ')}`, 'behaviour', ...both)
          : drop,
    });
  },
});
