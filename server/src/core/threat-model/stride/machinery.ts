import type { Reach } from '../exposure.ts';
import type { Node } from '../join/node.ts';
import { isStore } from '../join/technology.ts';
import type { Evidence } from '../model.ts';
import { isInfrastructure } from '../technology/technologies.ts';
import { makeThreat, type ThreatInput, type Unrated } from './input.ts';
import { callersOf, listed, neighboursOf, ownWays } from './words.ts';
import { ruleAt } from './weaknesses.ts';

/** What serves the system itself and is open to all: dashboards, registries, collectors ("publicly accessible services"). */
export function publicMachineryThreats(node: Node, reach: Reach, input: ThreatInput): readonly Unrated[] {
  const { technology } = node;
  if (!technology || !node.sure || !isInfrastructure(technology.kind) || isStore(node)) return [];
  if (technology.kind === 'load-test' || input.around(node).weaknesses.some(isConsole)) return [];
  const ways = ownWays(reach);
  if (ways.length === 0) return [];
  const evidence = ways.map((it) => it.evidence);
  const rule = ruleAt(
    node,
    evidence,
    ['compose/port-on-all-interfaces', 'kubernetes/node-port', 'kubernetes/public-load-balancer'],
    input,
  );
  const named = nameOf(node);
  const title = `${callersOf(reach)} can open ${named}, which is meant for those who run the system`;
  const against = input
    .around(node)
    .traits.filter((it) => it.trait === 'authentication' && it.state === 'yes')
    .map((it): Evidence => ({ text: it.text, at: it.at }));
  return [makeThreat('I', node.id, 'public', title, 'open', evidence, rule, against)];
}

function isConsole({ rule }: { readonly rule: string }): boolean {
  return rule === 'compose/published-console';
}

function nameOf(node: Node): string {
  const known = node.technology?.name ?? '';
  return known.toLowerCase() === node.name.toLowerCase() ? known : `${known} "${node.name}"`;
}

/**
 * Registries and configuration servers that ask nobody. A client tells a credential in the address that it is given, and
 * has no other way to tell one to Eureka; of others only what a trait shows is known.
 */
export function registryThreats(node: Node, reach: Reach, { around }: ThreatInput): readonly Unrated[] {
  if (node.technology?.kind !== 'registry') return [];
  const links = around(node).linksTo.filter((it) => it.role === 'registry');
  const traits = around(node).traits.filter((it) => it.trait === 'authentication');
  const eureka = node.technology.id === 'eureka';
  const silent = eureka ? links.filter((it) => it.authenticated !== 'yes' && it.scheme !== null) : [];
  const evidence = [
    ...traits.filter((it) => it.state === 'no').map((it): Evidence => ({ text: it.text, at: it.at })),
    ...silent.map((it): Evidence => ({ text: `${it.from.name} registers without a password`, at: it.evidence.at })),
  ];
  if (evidence.length === 0) {
    const told = links.filter((it) => it.authenticated === 'yes');
    if (!eureka || told.length === 0) return [];
    const title = `Whoever registers at ${node.name} has to know a password`;
    return [
      makeThreat(
        'S',
        node.id,
        'registration',
        title,
        'mitigated',
        told.map((it) => it.evidence),
      ),
    ];
  }
  const named = nameOf(node);
  const title = `${neighboursOf(node, reach)} can register a service of his own at ${named} and is given the calls that are meant for others`;
  return [{ ...makeThreat('S', node.id, 'registration', title, 'open', evidence), weight: { impact: 1 } }];
}

/** Is it a place where users prove who they are? */
export function provesIdentity({ outside, sure, technology }: Node): boolean {
  return outside === 'inside' && sure && technology?.kind === 'identity' && technology.id !== 'openldap';
}

/** "Several user authentications": each place that asks for the password is one more to be attacked. */
export function identityThreats(places: readonly Node[]): readonly Unrated[] {
  const kinds = new Set(places.map((it) => it.technology?.id));
  const [first] = places;
  if (!first || kinds.size < 2 || kinds.has('oauth2-proxy')) return [];
  const names = listed(places.map((it) => it.name));
  const title = `Users prove who they are in ${places.length} places (${names}): a flaw in one of them lets in, and a lock in one locks nothing`;
  const evidence = places.flatMap((it): readonly Evidence[] => {
    const at = it.workloads[0]?.object.at ?? it.compose[0]?.at;
    return at ? [{ text: `${it.name} is ${it.technology?.name ?? 'an identity provider'}`, at }] : [];
  });
  return [{ ...makeThreat('S', first.id, 'logins', title, 'open', evidence), weight: { likelihood: -1 } }];
}
