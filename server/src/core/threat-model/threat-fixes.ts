import type { Fix, Patch } from '../fix/patch.ts';
import type { Anchor } from '../syntax/anchor.ts';
import { clusterOf } from './announce.ts';
import { joined } from './cluster-index.ts';
import type { KubernetesObjectFact } from './fact.ts';
import type { ThreatModel } from './model.ts';
import { onceFor } from './once.ts';
import { dig, listOf, mapOf } from './plain.ts';
import type { SystemView } from './view.ts';

/** Fields of a Service that the API refuses once it is only reachable inside (Kubernetes API, ServiceSpec). */
const outward = [
  'externalTrafficPolicy',
  'loadBalancerIP',
  'loadBalancerSourceRanges',
  'loadBalancerClass',
  'allocateLoadBalancerNodePorts',
  'healthCheckNodePort',
];

/** Takes a Service inside: type ClusterIP, without what only makes sense outside. For an anchor at its type. */
export function insideFixes(at: Anchor, system: SystemView): readonly Fix[] {
  if (at.route.at(-1) !== 'type') return [];
  const service = objectAt(at, system);
  if (service?.kind !== 'Service') return [];
  const spec = (...route: readonly (string | number)[]): Anchor => ({
    ...service.at,
    route: [...service.root, 'spec', ...route],
  });
  const nodePorts = listOf(dig(service.spec, 'ports')).flatMap((port, i): readonly Patch[] =>
    Object.hasOwn(mapOf(port), 'nodePort') ? [{ op: 'remove', at: spec('ports', i, 'nodePort') }] : [],
  );
  const fields = outward
    .filter((it) => Object.hasOwn(mapOf(service.spec), it))
    .map((it): Patch => ({ op: 'remove', at: spec(it) }));
  return [
    {
      title: `Keep Service ${service.name} inside the cluster (ClusterIP)`,
      safety: 'behaviour',
      patches: [{ op: 'set', at, value: 'ClusterIP' }, ...nodePorts, ...fields],
    },
  ];
}

/** Asks a third party by the encrypted form of its address. For an anchor at a variable's value in a manifest. */
export function encryptedFixes(at: Anchor, system: SystemView): readonly Fix[] {
  if (at.route.at(-1) !== 'value' || !objectAt(at, system)) return [];
  const named = outsideOf(system.model).find((it) =>
    it.parts.concat(it.at ? [{ text: '', at: it.at }] : []).some((part) => part.at !== null && sameAnchor(part.at, at)),
  );
  if (!named) return [];
  return [
    {
      title: `Use https for ${named.name}`,
      safety: 'behaviour',
      patches: [{ op: 'rewrite', at: { ...at, span: [0, 'http'.length] }, text: 'https' }],
    },
  ];
}

/** The third parties of a model. */
const outsideOf = onceFor(({ components }: ThreatModel) =>
  components.filter((it) => it.type === 'external-entity' && it.exposedBy.length === 0),
);

function objectAt(at: Anchor, system: SystemView): KubernetesObjectFact | undefined {
  const { source } = clusterOf(system.facts);
  // An object is a whole chunk, or an item of one: the outermost that is there.
  for (let depth = 0; depth <= at.route.length; depth++) {
    const [object] = source.bucket('place', joined(at.file, String(at.chunk), at.route.slice(0, depth).join('/')));
    if (object) return object;
  }
  return undefined;
}

function sameAnchor(a: Anchor, b: Anchor): boolean {
  return (
    a.file === b.file &&
    a.chunk === b.chunk &&
    a.route.length === b.route.length &&
    a.route.every((step, i) => step === b.route[i])
  );
}
