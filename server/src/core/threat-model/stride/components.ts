import type { Reach } from '../exposure.ts';
import type { Node } from '../join/node.ts';
import { isStore } from '../join/technology.ts';
import type { Evidence } from '../model.ts';
import { apiThreats, deputyThreats, neighbourThreats } from './api.ts';
import { availabilityThreats, blindThreats, lossThreats } from './availability.ts';
import { makeThreat, type ThreatInput, type Unrated } from './input.ts';
import { identityThreats, publicMachineryThreats, registryThreats } from './machinery.ts';
import { accountThreats, powerThreats } from './privileges.ts';
import { tokenThreats } from './tokens.ts';
import { isSecretRule, toEvidence, weaknessThreats } from './weaknesses.ts';
import { callersOf, neighboursOf, ownWays } from './words.ts';

/** Threats to one component. */
export function componentThreats(node: Node, input: ThreatInput): readonly Unrated[] {
  const { reach } = input.around(node);
  if (node.outside !== 'inside') return [...tokenThreats(node, input), ...accountThreats(node, reach, input)];
  if (!reach) return [];
  return [
    ...apiThreats(node, reach, input),
    ...neighbourThreats(node, reach, input),
    ...storeThreats(node, reach, input),
    ...powerThreats(node, reach, input),
    ...publicMachineryThreats(node, reach, input),
    ...weaknessThreats(node, reach, input),
    ...bypassThreats(node, reach, input),
    ...isolationThreats(node, reach, input),
    ...deputyThreats(node, input),
    ...tokenThreats(node, input),
    ...accountThreats(node, reach, input),
    ...registryThreats(node, reach, input),
    ...availabilityThreats(node, reach, input),
    ...blindThreats(node, reach, input),
  ];
}

/** Threats that several components make together. */
export function sharedThreats(
  providers: readonly Node[],
  stores: readonly Node[],
  input: ThreatInput,
): readonly Unrated[] {
  return [...identityThreats(providers), ...lossThreats(stores, input)];
}

function storeThreats(node: Node, reach: Reach, { around, ingress }: ThreatInput): readonly Unrated[] {
  if (!isStore(node)) return [];
  const threats: Unrated[] = [];
  const what = node.technology && node.sure ? `${node.technology.name} "${node.name}"` : `data store "${node.name}"`;
  const entries = ownWays(reach);
  if (entries.length > 0) {
    // A published image is a matter of its Compose file alone, which has a rule of its own for it.
    const joined = entries.filter(
      (it) => it.how !== 'published-port' || node.compose.every((fact) => fact.image === null),
    );
    const evidence = [...joined, ...entries.filter((it) => !joined.includes(it))].map((it) => it.evidence);
    const rule = joined.length > 0 ? 'model/exposed-data-store' : 'compose/published-datastore';
    const title = `${callersOf(reach)} can connect to the ${what}`;
    threats.push(makeThreat('I', node.id, 'exposed', title, 'open', evidence, rule, passwordsOf(node, around)));
  }
  const traits = around(node).traits.filter((it) => it.trait === 'authentication');
  const without = traits.filter((it) => it.state === 'no');
  const inCluster = new Set(node.workloads.map((it) => it.object.at.file));
  const evidence = (without.length > 0 ? without : traits)
    .map((it): Evidence => ({ text: it.text, at: it.at }))
    .sort((a, b) => Number(inCluster.has(b.at?.file ?? '')) - Number(inCluster.has(a.at?.file ?? '')));
  if (without.length > 0) {
    const wide = reach.exposure === 'internet' || reach.exposure === 'cluster';
    threats.push(
      makeThreat(
        'S',
        node.id,
        'password',
        `${neighboursOf(node, reach)} can read and change what is in the ${what}: it asks for no password`,
        'open',
        [...evidence, ...reach.path],
        wide ? 'model/unauthenticated-data-store' : null,
        ingress(node)
          .flatMap((it) => it.policies)
          .map((it): Evidence => ({ text: `NetworkPolicy ${it.name} says who may connect`, at: it.at })),
      ),
    );
  } else if (traits.some((it) => it.state === 'yes')) {
    threats.push(
      makeThreat(
        'S',
        node.id,
        'password',
        `Whoever connects to the ${what} has to know a password`,
        'mitigated',
        evidence,
        null,
        around(node)
          .weaknesses.filter((it) => isSecretRule(it.rule))
          .map(toEvidence),
      ),
    );
  }
  return threats;
}

/** Lines that ask the clients of a store for a password. */
function passwordsOf(node: Node, around: ThreatInput['around']): readonly Evidence[] {
  return around(node)
    .traits.filter((it) => it.trait === 'authentication' && it.state === 'yes')
    .map((it): Evidence => ({ text: it.text, at: it.at }));
}

/** A way in beside the gateway that routes to a component. */
function bypassThreats(node: Node, reach: Reach, { around }: ThreatInput): readonly Unrated[] {
  if (node.technology?.kind === 'gateway' || isStore(node)) return [];
  const entries = ownWays(reach);
  if (entries.length === 0) return [];
  const routes = around(node).linksTo.filter(
    ({ role, from }) =>
      role === 'route' && from.technology?.kind === 'gateway' && around(from).reach?.exposure === 'internet',
  );
  // Round a gateway of the cluster leads a Service; round a proxy of Compose a published port.
  const route = routes.find((it) => it.from.gateways.length > 0) ?? routes[0];
  if (!route) return [];
  const files = new Set(route.from.compose.map((it) => it.at.file));
  const joined = entries.filter(
    (it) =>
      it.how !== 'published-port' ||
      !node.compose.some(
        (fact) => fact.at.file === it.evidence.at?.file && (route.from.gateways.length > 0 || files.has(fact.at.file)),
      ),
  );
  const evidence = [...joined, ...entries.filter((it) => !joined.includes(it))].map((it) => it.evidence);
  const title = `Whoever calls ${node.name} directly skips whatever ${route.from.name} checks`;
  const rule = joined.length > 0 ? 'model/gateway-bypassed' : 'compose/bypassed-gateway';
  return [makeThreat('E', node.id, 'bypass', title, 'open', [...evidence, route.evidence], rule)];
}

/** What network policies close. */
function isolationThreats(node: Node, reach: Reach, { around, ingress }: ThreatInput): readonly Unrated[] {
  if (node.workloads.length === 0) return [];
  const all = ingress(node);
  const evidence = [
    ...new Map(
      all
        .flatMap((it) => it.policies)
        .map((it) => [it.name, { text: `NetworkPolicy ${it.name} selects it`, at: it.at }]),
    ).values(),
  ];
  if (all.every((it) => !it.open && it.widest !== 'anywhere')) {
    return [
      makeThreat(
        'I',
        node.id,
        'neighbours',
        `Only callers that a network policy admits reach ${node.name}`,
        'mitigated',
        evidence,
      ),
    ];
  }
  if (!isStore(node)) return [];
  const at = node.workloads[0]?.object.at ?? null;
  const threat = makeThreat(
    'I',
    node.id,
    'neighbours',
    `Every pod of the cluster can connect to ${node.name}`,
    'open',
    evidence.length > 0 ? evidence : [{ text: 'no network policy selects it', at }],
    'kubernetes/unisolated-workload',
    passwordsOf(node, around),
  );
  // That it can be reached from outside too makes nobody likelier to own a pod.
  return [reach.exposure === 'internet' ? { ...threat, weight: { likelihood: -1 } } : threat];
}
