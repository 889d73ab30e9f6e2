import { blank, type Patch } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { mayClaimAbsence, softened } from '../claims.ts';
import type { ResourceLimit } from '../limits.ts';
import type { ComposeService } from '../service.ts';

const memory = ['kics:bb9ac4f7-e13b-423d-a010-c74a1bfbe492', 'docker-bench:5.11'];
const cpu = ['kics:6b610c50-99fb-4ef0-a5f3-e312fd945bc3', 'docker-bench:5.12'];
const processes = ['kics:221e0658-cb2a-44e3-b08a-db96a341d6fa', 'docker-bench:5.29'];
const both = ['compose-lint:CL-0026'];

export default defineRule({
  id: 'compose/unlimited-resources',
  title: 'Service may use all of the host',
  why: 'One leaking or attacked service takes the memory or the processor of the host, and all its neighbours fall with it.',
  remedy: 'Set limits for memory, CPU and processes under deploy.resources.limits.',
  category: 'resource-limits',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [770, 400], stride: ['D'], cis: ['Docker 5.11', 'Docker 5.12', 'Docker 5.29'] },
  equivalents: [...both, ...memory, ...cpu, ...processes],
  concepts: ['memory-limit-missing', 'cpu-limit-missing', 'pids-limit-missing'],
  visits: 'compose.service',
  check(service, report) {
    if (!mayClaimAbsence(service)) return;
    const missing = {
      memory: open(service.memoryLimit),
      cpus: open(service.cpuLimit),
      pids: open(service.processLimit),
    };
    if (!missing.memory && !missing.cpus && !missing.pids) return;
    const names = [missing.memory ? 'memory' : '', missing.cpus ? 'CPU' : '', missing.pids ? 'processes' : ''].filter(
      (it) => it !== '',
    );
    const severity = missing.memory ? 'warning' : missing.cpus ? 'info' : 'hint';
    report({
      at: service.at,
      message: `Service "${service.name}" has no limit for ${listOf(names)}: when it leaks or is flooded, everything else on the host starves. Set deploy.resources.limits.`,
      equivalents: [
        ...(missing.memory || missing.cpus ? both : []),
        ...(missing.memory ? memory : []),
        ...(missing.cpus ? cpu : []),
        ...(missing.pids ? processes : []),
      ],
      ...softened(service, severity),
      fixes: limitsFix(service, missing),
    });
  },
});

function limitsFix(
  service: ComposeService,
  missing: { memory: boolean; cpus: boolean; pids: boolean },
): { title: string; safety: 'needs-value'; patches: Patch[] }[] {
  const proposals = [
    { on: missing.memory, limit: service.memoryLimit, key: 'memory', old: 'mem_limit', value: '512M' },
    { on: missing.cpus, limit: service.cpuLimit, key: 'cpus', old: 'cpus', value: '1.0' },
    { on: missing.pids, limit: service.processLimit, key: 'pids', old: 'pids_limit', value: '200' },
  ].filter((it) => it.on);
  const patches: Patch[] = [];
  for (const { limit, key, value } of proposals) {
    // A limit that says "none" is replaced where it stands; one that is written elsewhere is not ours to change.
    const view = limit.view ?? service.view.at('deploy', 'resources', 'limits', key);
    if (!limit.view && service.view.get('deploy').exists && !service.view.get('deploy').isMap) return [];
    if (view.inherited || (limit.view && !service.owns(limit.view))) return [];
    patches.push({ op: 'set', at: view.anchor(), value: blank(value) });
  }
  return [
    {
      title: `Limit ${listOf(proposals.map((it) => (it.key === 'cpus' ? 'CPU' : it.key === 'pids' ? 'processes' : it.key)))}`,
      safety: 'needs-value',
      patches,
    },
  ];
}

function open({ state }: ResourceLimit): boolean {
  return state === 'absent' || state === 'unlimited';
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
