import type { Reach } from '../exposure.ts';
import type { ApiOperation } from '../fact.ts';
import type { Node } from '../join/node.ts';
import type { Ingress } from '../join/policies.ts';
import type { Evidence } from '../model.ts';
import { isGuarded } from './guards.ts';
import { makeThreat, type ThreatInput, type Unrated } from './input.ts';
import { callersOf, listed, neighboursOf } from './words.ts';

/** Operations that a caller has to prove himself for, or not; those that are public by nature are left out. */
function operationsOf(node: Node): readonly ApiOperation[] {
  return node.apis.flatMap((it) => it.operations).filter((it) => !it.public);
}

/** Operations of a contract that nobody has to log in for, with the way to them from outside. */
export function apiThreats(node: Node, reach: Reach, { cluster, ingress }: ThreatInput): readonly Unrated[] {
  const operations = operationsOf(node);
  if (operations.length === 0 || reach.exposure !== 'internet') return [];
  const open = mostDangerous(operations.filter((it) => it.secured === 'no'));
  const asking = operations.filter((it) => it.secured === 'yes');
  if (open.length === 0) {
    if (asking.length < operations.length) return [];
    const title = `Whoever calls ${node.name} from outside has to prove who he is`;
    return [makeThreat('S', node.id, 'api', title, 'mitigated', asking.slice(0, 5).map(asks))];
  }
  const guard = isGuarded(node, reach, cluster);
  if (guard.state === 'unknown') return [];
  const behind = reach.through.length > 0 || node.gateways.length > 0;
  const why = `no authentication in the contract, ${behind ? 'none at the gateway' : 'and no gateway before it'}`;
  const title = `${callersOf(reach)} can call ${some(open)} of ${node.name}: ${why}`;
  const shown = open.slice(0, 10).map(asksNothing);
  if (guard.state === 'yes') {
    const closed = `Whoever calls ${some(open)} of ${node.name} from outside has to log in at the gateway`;
    return [
      makeThreat('S', node.id, 'api', closed, 'mitigated', guard.evidence, null, shown),
      ...centralThreats(node, open, guard.evidence, shown, ingress(node)),
    ];
  }
  const against =
    asking.length === 0 ? [] : [{ text: `${asking.length} other operations ask for a credential`, at: null }];
  const evidence = [...reach.path, ...shown];
  return [makeThreat('S', node.id, 'api', title, 'open', evidence, 'model/unauthenticated-api-exposed', against)];
}

/**
 * Only the gateway asks who is calling ("centralised authorisation": Ponce and others, "Smells and refactorings for
 * microservices security", 2022): whoever gets past it, as from another pod, is asked nothing.
 */
function centralThreats(
  node: Node,
  open: readonly ApiOperation[],
  guards: readonly Evidence[],
  shown: readonly Evidence[],
  ingress: readonly Ingress[],
): readonly Unrated[] {
  const wide = ingress.some((it) => it.open || it.widest === 'cluster' || it.widest === 'anywhere');
  // A policy of the mesh stands before the pod itself: nobody gets past it.
  if (!wide || guards.some((it) => it.text.startsWith('AuthorizationPolicy'))) return [];
  const title = `Every pod of the cluster can call ${some(open)} of ${node.name}: only the gateway asks who is calling`;
  const threat = makeThreat('E', node.id, 'central', title, 'open', shown, 'kubernetes/unguarded-backend', guards);
  return [{ ...threat, weight: { likelihood: -1 } }];
}

/** Services behind the front that ask nobody: whoever owns one neighbour can call them. */
export function neighbourThreats(node: Node, reach: Reach, { cluster, ingress }: ThreatInput): readonly Unrated[] {
  const open = mostDangerous(operationsOf(node).filter((it) => it.secured === 'no'));
  if (open.length === 0 || (reach.exposure !== 'cluster' && reach.exposure !== 'namespace')) return [];
  if (isGuarded(node, reach, cluster).state !== 'no') return [];
  const title = `${neighboursOf(node, reach)} can call ${some(open)} of ${node.name}: its contract asks for no credential`;
  const against = ingress(node)
    .flatMap((it) => it.policies)
    .map((it): Evidence => ({ text: `NetworkPolicy ${it.name} says who may connect`, at: it.at }));
  return [makeThreat('S', node.id, 'callers', title, 'open', open.slice(0, 10).map(asksNothing), null, against)];
}

/**
 * Confused deputies (Hardy, "The Confused Deputy", 1988): a service that asks its callers who they are, and calls another
 * that does not. Whatever the first is talked into, the second does for anybody.
 */
export function deputyThreats(node: Node, { around }: ThreatInput): readonly Unrated[] {
  const open = mostDangerous(operationsOf(node).filter((it) => it.secured === 'no'));
  if (open.length === 0) return [];
  const deputies = around(node).linksTo.filter(({ role, from }) => {
    if (role !== 'call' && role !== 'route') return false;
    const asked = operationsOf(from);
    return around(from).reach?.exposure === 'internet' && asked.length > 0 && asked.every((it) => it.secured === 'yes');
  });
  if (deputies.length === 0) return [];
  const names = listed([...new Set(deputies.map((it) => it.from.name))]);
  const title = `Whoever may call ${names} can act through it on others' behalf: ${node.name} does not ask for whom ${some(open)} is called`;
  const evidence = [...deputies.map((it) => it.evidence), ...open.slice(0, 5).map(asksNothing)];
  const against = deputies.flatMap(({ from }) => operationsOf(from).slice(0, 1).map(asks));
  const threat = makeThreat('E', node.id, 'deputy', title, 'open', evidence, null, against);
  return [{ ...threat, weight: { likelihood: -1 } }];
}

function asks({ method, path, at }: ApiOperation): Evidence {
  return { text: `${method} ${path} asks for a credential`, at };
}

function asksNothing({ method, path, at, data }: ApiOperation): Evidence {
  const handled = data === undefined ? '' : ` and handles data of the class ${listed(data)}`;
  return { text: `${method} ${path} asks for no credential${handled}`, at };
}

function some([first, ...others]: readonly ApiOperation[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more operation${others.length === 1 ? '' : 's'}`;
  return first ? `${first.method} ${first.path}${more}` : '';
}

/** What changes something comes before what reads something, and graver data before lighter. */
function mostDangerous(operations: readonly ApiOperation[]): readonly ApiOperation[] {
  const rank = ['DELETE', 'PUT', 'PATCH', 'POST'];
  const of = (it: ApiOperation): number => (rank.includes(it.method) ? rank.indexOf(it.method) : rank.length);
  return [...operations].sort((a, b) => of(a) - of(b));
}
