import type { Reach } from '../exposure.ts';
import type { ApiOperation } from '../fact.ts';
import type { Entry, Link } from '../join/link.ts';
import { type Node, pushTo } from '../join/node.ts';
import { isStore } from '../join/technology.ts';
import type { Evidence } from '../model.ts';
import { isGuarded } from './guards.ts';
import { makeThreat, type ThreatInput, type Unrated } from './input.ts';

/** Threats to components. */
export function componentThreats(input: ThreatInput): readonly Unrated[] {
  const threats: Unrated[] = [];
  const routesTo = new Map<Node, Link[]>();
  for (const link of input.system.links) if (link.role === 'route') pushTo(routesTo, link.to, link);
  for (const node of input.system.nodes) {
    const reach = input.reaches.get(node);
    if (!reach || node.outside !== 'inside') continue;
    threats.push(
      ...apiThreats(node, reach, input),
      ...storeThreats(node, reach, input),
      ...powerThreats(node, reach, input),
      ...bypassThreats(node, reach, routesTo, input),
      ...isolationThreats(node, input),
    );
  }
  return threats;
}

/** Operations of a contract that nobody has to log in for, with the way to them from outside. */
function apiThreats(node: Node, reach: Reach, { system }: ThreatInput): readonly Unrated[] {
  const operations = node.apis.flatMap((it) => it.operations).filter((it) => !it.public);
  if (operations.length === 0 || reach.exposure !== 'internet') return [];
  const open = operations.filter((it) => it.secured === 'no');
  const [first] = mostDangerous(open);
  if (!first) {
    if (!operations.every((it) => it.secured === 'yes')) return [];
    const evidence = operations
      .slice(0, 5)
      .map((it): Evidence => ({ text: `${it.method} ${it.path} asks for a credential`, at: it.at }));
    return [
      makeThreat(
        'S',
        node.id,
        'api',
        `Whoever calls ${node.name} from outside has to prove who he is`,
        'mitigated',
        evidence,
      ),
    ];
  }
  const guard = isGuarded(node, reach, system);
  if (guard.state === 'unknown') return [];
  const others = open.length === 1 ? '' : ` and ${open.length - 1} more`;
  const title = `${callersOf(reach)} can call ${first.method} ${first.path}${others} of ${node.name} without a credential`;
  const shown = open
    .slice(0, 10)
    .map((it): Evidence => ({ text: `${it.method} ${it.path} asks for no credential`, at: it.at }));
  if (guard.state === 'yes') return [makeThreat('S', node.id, 'api', title, 'mitigated', guard.evidence)];
  return [
    makeThreat('S', node.id, 'api', title, 'open', [...reach.path, ...shown], 'model/unauthenticated-api-exposed'),
  ];
}

/** What changes something comes before what reads something. */
function mostDangerous(operations: readonly ApiOperation[]): readonly ApiOperation[] {
  const rank = ['DELETE', 'PUT', 'PATCH', 'POST'];
  const of = (it: ApiOperation): number => (rank.includes(it.method) ? rank.indexOf(it.method) : rank.length);
  return [...operations].sort((a, b) => of(a) - of(b));
}

function storeThreats(node: Node, reach: Reach, { system }: ThreatInput): readonly Unrated[] {
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
    threats.push(makeThreat('I', node.id, 'exposed', title, 'open', evidence, rule));
  }
  const traits = (system.traits.get(node) ?? []).filter((it) => it.trait === 'authentication');
  const without = traits.filter((it) => it.state === 'no');
  const inCluster = new Set(node.workloads.map((it) => it.object.at.file));
  const evidence = (without.length > 0 ? without : traits)
    .map((it): Evidence => ({ text: it.text, at: it.at }))
    .sort((a, b) => Number(inCluster.has(b.at?.file ?? '')) - Number(inCluster.has(a.at?.file ?? '')));
  if (without.length > 0) {
    const wide = reach.exposure === 'internet' || reach.exposure === 'cluster';
    const who =
      reach.exposure === 'internet'
        ? callersOf(reach)
        : reach.exposure === 'cluster'
          ? 'Every pod of the cluster'
          : 'Every program on its network';
    threats.push(
      makeThreat(
        'S',
        node.id,
        'password',
        `${who} can read and change what is in the ${what}: it asks for no password`,
        'open',
        [...evidence, ...reach.path],
        wide ? 'model/unauthenticated-data-store' : null,
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
      ),
    );
  }
  return threats;
}

function powerThreats(node: Node, reach: Reach, { system }: ThreatInput): readonly Unrated[] {
  const powers = (system.traits.get(node) ?? []).filter((it) => it.trait === 'power' && it.state === 'yes');
  if (powers.length === 0) return [];
  const evidence = powers.map((it): Evidence => ({ text: it.text, at: it.at }));
  const exposed = reach.exposure === 'internet';
  const title = `Whoever takes over ${node.name} takes over the machine that it runs on`;
  return [
    makeThreat(
      'E',
      node.id,
      'power',
      exposed ? `${title}, and it can be reached from ${isPublic(reach) ? 'the internet' : 'outside'}` : title,
      'open',
      exposed ? [...reach.path, ...evidence] : evidence,
      exposed ? 'model/host-owner-exposed' : null,
    ),
  ];
}

/** A way in beside the gateway that routes to a component. */
function bypassThreats(
  node: Node,
  reach: Reach,
  routesTo: ReadonlyMap<Node, readonly Link[]>,
  { reaches }: ThreatInput,
): readonly Unrated[] {
  if (node.technology?.kind === 'gateway' || isStore(node)) return [];
  const entries = ownWays(reach);
  if (entries.length === 0) return [];
  const routes = (routesTo.get(node) ?? []).filter(
    (it) => it.from.technology?.kind === 'gateway' && reaches.get(it.from)?.exposure === 'internet',
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

/** A load balancer or gateway stands on the internet; of a machine with an open port the files do not say where it stands. */
function isPublic(reach: Reach): boolean {
  return (
    reach.through.length > 0 ||
    reach.entries.some((it) => it.from === 'internet' && (it.how === 'load-balancer' || it.how === 'gateway'))
  );
}

function callersOf(reach: Reach): string {
  return isPublic(reach) ? 'Anyone on the internet' : 'Whoever reaches its machine';
}

/** The node's own open ways from the internet, gateways' own doors left out. */
function ownWays(reach: Reach): readonly Entry[] {
  return reach.entries.filter((it) => it.from === 'internet' && it.how !== 'gateway');
}

/** What network policies close. */
function isolationThreats(node: Node, { system }: ThreatInput): readonly Unrated[] {
  if (node.workloads.length === 0) return [];
  const all = node.workloads.map((it) => system.policies.ingressOf(it));
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
  return [
    makeThreat(
      'I',
      node.id,
      'neighbours',
      `Every pod of the cluster can connect to ${node.name}`,
      'open',
      evidence.length > 0 ? evidence : [{ text: 'no network policy selects it', at }],
    ),
  ];
}
