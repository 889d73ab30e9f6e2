import { resourceOf, titleOf } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { parseAddress } from '../address.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { isClusterHost, serviceName } from '../mesh-objects.ts';
import { dig, listOf, numberOf, textOf } from '../plain.ts';

export default defineRule({
  id: 'model/contract-port-without-service',
  title: 'Contract names a port that the Service does not have',
  why: 'Who follows the contract meets nobody there, and tries other ways in; policies that are written after the contract guard a port on which nobody calls.',
  remedy: 'Write the port of the Service into the contract, or add the port to the Service.',
  category: 'contract',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: [],
  concepts: [],
  visits: 'model.system',
  check(system, report) {
    const apis = system.facts.filter((it) => it.fact === 'api');
    if (apis.length === 0) return;
    const services = new Map<string, KubernetesObjectFact[]>();
    const elsewhere = new Set<string>();
    for (const it of system.facts) {
      if (it.fact === 'compose-service') for (const name of [it.name, ...it.aliases]) elsewhere.add(name.toLowerCase());
      if (it.fact !== 'kubernetes-object' || it.kind !== 'Service' || it.apiVersion !== 'v1') continue;
      const list = services.get(it.name);
      if (list) list.push(it);
      else services.set(it.name, [it]);
    }
    if (services.size === 0) return;
    for (const api of apis) {
      for (const { url, at } of api.servers) {
        const address = parseAddress(url);
        const port = address?.port ?? defaults[address?.scheme ?? ''];
        // A name of two words may be a domain of the internet; of a Compose project the ports are another matter.
        if (!address || port === undefined || !isClusterHost(address.host) || elsewhere.has(address.host)) continue;
        const named = serviceName(address.host, null);
        const meant = (services.get(named?.name ?? '') ?? []).filter(
          (it) => !named || named.space === null || it.namespace === null || it.namespace === named.space,
        );
        if (meant.length === 0 || !meant.every((it) => lacks(it, port))) continue;
        const [service] = meant;
        if (!service) continue;
        const ports = [...new Set(meant.flatMap(portsOf))];
        const told = ports.length === 1 ? `port ${ports[0]}` : `ports ${ports.slice(0, 8).join(', ')}`;
        report({
          at,
          message: `The contract${api.title === null ? '' : ` "${api.title}"`} is served at ${address.host}:${port}, but ${titleOf(service)} has ${told} only: who follows the contract meets nobody. Write the port of the Service, or add this one to it.`,
          resource: resourceOf(service),
          related: meant.map((it) => ({ message: `${titleOf(it)} has ${told}.`, at: it.at })),
        });
      }
    }
  },
});

const defaults: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443 };

function portsOf({ spec }: KubernetesObjectFact): readonly number[] {
  return listOf(dig(spec, 'ports')).flatMap((it) => numberOf(dig(it, 'port')) ?? []);
}

/**
 * Certainly without this port: all its ports are known, and callers go by them. The name of a headless Service leads to
 * the pods themselves, and that of an ExternalName to another host.
 */
function lacks(service: KubernetesObjectFact, port: number): boolean {
  const { spec } = service;
  const listed = listOf(dig(spec, 'ports'));
  const ports = portsOf(service);
  return (
    textOf(dig(spec, 'clusterIP')) !== 'None' &&
    textOf(dig(spec, 'type')) !== 'ExternalName' &&
    listed.length > 0 &&
    ports.length === listed.length &&
    !ports.includes(port)
  );
}
