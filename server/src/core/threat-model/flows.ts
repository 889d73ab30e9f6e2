import { sameElements, sameValue } from '../cells/same.ts';
import type { Boundaries } from './boundaries.ts';
import type { TraitFact } from './fact.ts';
import { addTo } from './grouped.ts';
import type { JoinedSystem } from './join.ts';
import { isComposeSide } from './join/compose-side.ts';
import { Ordered } from './join/difference.ts';
import { Keyed } from './join/keyed.ts';
import type { Entry, Link } from './join/link.ts';
import { inboundPolicyOf } from './join/linkerd.ts';
import { bypassOf, clientTlsOf, type EdgeSetting, servedPorts } from './join/mesh-edge.ts';
import { byText, type Node } from './join/node.ts';
import type { Answer, Memory, Told } from './memory.ts';
import type { Evidence, Flow, Tri } from './model.ts';
import { passageBetween } from './passages.ts';
import { technologyOfPort } from './technology/recognise.ts';

/** A flow with what it was made of. */
interface Known {
  readonly parts: readonly object[];
  readonly answer: Answer<Flow>;
}

type KnownFlows = Map<Node, Map<Node, Known>>;

/** Makes the flows of a system, each of them again only when its links or what guards its ends are others. */
export class FlowFinder {
  readonly #memory: Memory;
  readonly #traits: Told<Node, readonly TraitFact[]>;
  readonly #sorted = new Ordered<Flow>((a, b) => byText(a.id, b.id));
  /** Whether all guards are there for certain. */
  readonly #isWhole: Told<string, boolean>;
  readonly #boundaries: Boundaries;
  readonly #byId = new Keyed<Flow>((it) => [it.id]);
  #system: JoinedSystem | undefined;
  #known: KnownFlows = new Map();

  constructor(memory: Memory, boundaries: Boundaries) {
    this.#memory = memory;
    this.#boundaries = boundaries;
    this.#isWhole = memory.told(() => this.#system?.everything === this.#system?.cluster);
    this.#traits = memory.told((it: Node) => this.#system?.traits.get(it) ?? none);
  }

  /** One flow for each pair of nodes, from the end that opens the connection. */
  of(system: JoinedSystem, user: Node | null, entrances: ReadonlyMap<Node, readonly Entry[]>): readonly Flow[] {
    this.#system = system;
    this.#isWhole.look();
    this.#traits.look();
    const known: KnownFlows = new Map();
    const flows: Flow[] = [];
    for (const [from, targets] of pairsOf(system.links))
      for (const [to, links] of targets) flows.push(this.#flow(known, { from, to, parts: links }, flowOf, system));
    for (const [to, parts] of user ? entrances : [])
      if (user) flows.push(this.#flow(known, { from: user, to, parts }, entranceFlow, system));
    this.#known = known;
    this.#byId.update(flows);
    return this.#sorted.of(flows);
  }

  #flow<P extends object>(
    known: KnownFlows,
    { from, to, parts }: { readonly from: Node; readonly to: Node; readonly parts: readonly P[] },
    make: (from: Node, to: Node, parts: readonly P[], system: JoinedSystem, ends: Ends) => Flow,
    system: JoinedSystem,
  ): Flow {
    const before = this.#known.get(from)?.get(to);
    const same = before && sameElements(before.parts, parts) ? before : undefined;
    if (before && !same) this.#memory.doubt(before.answer);
    const answer = this.#memory.answer('flow', before?.answer, () => {
      // Where guards may not be there, what they guard is looked at with and without them.
      this.#isWhole.ask('');
      const ends = { traits: this.#traits.ask, crosses: this.#boundaries.between(from, to) };
      const flow = make(from, to, parts, system, ends);
      const [old] = this.#byId.get(flow.id);
      return old && sameValue(old, flow) ? old : flow;
    });
    const its = known.get(from) ?? new Map<Node, Known>();
    its.set(to, same ?? { parts, answer });
    known.set(from, its);
    return answer.value;
  }
}

/** What the surroundings of a flow's ends say. */
interface Ends {
  readonly traits: (node: Node) => readonly TraitFact[];
  readonly crosses: readonly string[];
}

const none: readonly never[] = [];

function pairsOf(links: readonly Link[]): ReadonlyMap<Node, ReadonlyMap<Node, readonly Link[]>> {
  const pairs = new Map<Node, Map<Node, Link[]>>();
  for (const link of links) {
    const targets = pairs.get(link.from) ?? new Map<Node, Link[]>();
    addTo(targets, link.to, link);
    pairs.set(link.from, targets);
  }
  return pairs;
}

function flowOf(from: Node, to: Node, links: readonly Link[], system: JoinedSystem, ends: Ends): Flow {
  const named = links.filter((it) => it.scheme !== null && it.scheme !== 'lb' && it.scheme !== 'tcp');
  const [told] = named;
  const port = links.find((it) => it.port !== null)?.port ?? null;
  const mesh = protectionOf(from, to, links, system);
  const passage = passageBetween(from, to, links, system);
  const protocol = protocolOf(told?.scheme ?? null, port, to, links);
  const evidence = distinct([
    ...links.map((it) => it.evidence),
    ...(mesh?.evidence ?? []),
    ...passage.evidence,
    ...authenticationEvidence(to, ends),
  ]);
  const declared = worst(named.map((it) => it.encrypted));
  return {
    id: `${from.id} -> ${to.id}`,
    from: from.id,
    to: to.id,
    protocol,
    port,
    // A proxy encrypts whatever the address says; the address then speaks to the proxy. It never takes TLS away.
    encrypted: mesh && declared !== 'yes' ? mesh.encrypted : declared,
    authenticated: mesh?.strict ? 'yes' : authentication(links, to, ends),
    crosses: links.every((it) => isComposeSide(from, to, it.evidence.at)) ? [] : ends.crosses,
    ...(passage.blocked ? { blocked: true as const } : {}),
    evidence: evidence.slice(0, 12),
  };
}

/** One plaintext way makes a pair's traffic readable; all must be encrypted for a yes. */
function worst(all: readonly Tri[]): Tri {
  if (all.includes('no')) return 'no';
  return all.length > 0 && all.every((it) => it === 'yes') ? 'yes' : 'unknown';
}

/** What a mesh makes of all connections of a pair: no more than it makes of the worst. */
function protectionOf(from: Node, to: Node, links: readonly Link[], system: JoinedSystem): MeshProtection | undefined {
  const ports = [...new Set(links.flatMap((it) => it.port ?? []))];
  const [first, ...rest] = (ports.length === 0 ? [null] : ports).map((it) => meshProtection(from, to, it, system));
  return rest.reduce(
    (all, it) =>
      all &&
      it && {
        encrypted: worst([all.encrypted, it.encrypted]),
        strict: all.strict && it.strict,
        evidence: [...all.evidence, ...it.evidence],
      },
    first,
  );
}

/** What the proxies of a mesh make of a connection. */
interface MeshProtection {
  readonly encrypted: Tri;
  /** The server lets nobody in who does not show the identity of its pod. */
  readonly strict: boolean;
  readonly evidence: readonly Evidence[];
}

/**
 * What a mesh makes of a connection between two of its members. Istio and Linkerd encrypt between their proxies by
 * themselves; only a server that refuses plaintext is safe from callers without a proxy, but this caller has one. What
 * goes past the proxies they do not encrypt.
 */
function meshProtection(
  from: Node,
  to: Node,
  port: number | null,
  { policies, cluster }: JoinedSystem,
): MeshProtection | undefined {
  if (to.workloads.length === 0 || from.outside !== 'inside') return undefined;
  const served = servedPorts(to, port);
  const told = ({ by, text }: EdgeSetting): Evidence => ({ text, at: by.at });
  const bypass = bypassOf(cluster, from.workloads, to.workloads, { called: port, served });
  // Past the proxies it is as the address says; where that is not sure, nothing is.
  if (bypass?.state === 'yes') return undefined;
  const modes = to.workloads.map((it) => policies.mutualTlsOf(it));
  const evidence = modes.flatMap((it) =>
    it ? [{ text: `PeerAuthentication ${it.by.name} says ${it.mode.toLowerCase()} for ${to.name}`, at: it.by.at }] : [],
  );
  if (bypass) return { encrypted: 'unknown', strict: false, evidence: [...evidence, told(bypass.setting)] };
  if (modes.some((it) => it?.mode === 'DISABLE')) return { encrypted: 'no', strict: false, evidence };
  const client = clientTlsOf(cluster, to, port);
  if (modes.every((it) => it?.mode === 'STRICT')) {
    // A client that sends plaintext is refused: whether it is one is for the rules to say.
    if (client?.mode === 'DISABLE')
      return { encrypted: 'unknown', strict: true, evidence: [...evidence, told(client.setting)] };
    return { encrypted: 'yes', strict: true, evidence };
  }
  if (from.workloads.length === 0) return undefined;
  const members = [...from.workloads, ...to.workloads].map((it) => policies.membershipOf(it));
  if (members.some((it) => it.state === 'no')) return undefined;
  if (members.some((it) => it.state === 'unknown')) return { encrypted: 'unknown', strict: false, evidence };
  if (client?.mode === 'DISABLE') return { encrypted: 'no', strict: false, evidence: [told(client.setting)] };
  const joined = members.flatMap((it) =>
    it.by ? [{ text: `${it.by.kind} ${it.by.name} brings its pods into the mesh`, at: it.by.at }] : [],
  );
  const inbound = to.workloads.flatMap((workload) =>
    (served.length === 0 ? [null] : served).map((it) => inboundPolicyOf(cluster, workload, it)),
  );
  const strict = inbound.length > 0 && inbound.every((it) => it.identified);
  const asked = [...new Set(inbound.flatMap((it) => it.by))].map((by) => ({
    text: `${by.kind} ${by.name} decides who may call ${to.name}`,
    at: by.at,
  }));
  return { encrypted: 'yes', strict, evidence: [...evidence, ...joined, ...asked] };
}

function authentication(links: readonly Link[], to: Node, ends: Ends): Tri {
  const traits = ends.traits(to).filter((it) => it.trait === 'authentication');
  if (traits.some((it) => it.state === 'no')) return 'no';
  if (links.some((it) => it.authenticated === 'yes') || traits.some((it) => it.state === 'yes')) return 'yes';
  return 'unknown';
}

function authenticationEvidence(to: Node, ends: Ends): readonly Evidence[] {
  return ends
    .traits(to)
    .filter((it) => it.trait === 'authentication')
    .map((it) => ({ text: `${to.name}: ${it.text}`, at: it.at }));
}

function protocolOf(scheme: string | null, port: number | null, to: Node, links: readonly Link[]): string {
  if (scheme !== null) return scheme;
  if (to.technology && to.sure) return to.technology.protocol;
  if (port === 443 || port === 8443) return 'https';
  const byPort = port === null ? undefined : technologyOfPort(port);
  if (byPort) return byPort.protocol;
  if (
    links.some((it) => ['route', 'registry', 'configuration', 'scrape', 'administration', 'identity'].includes(it.role))
  )
    return 'http';
  return to.technology?.protocol ?? 'tcp';
}

function entranceFlow(user: Node, to: Node, entries: readonly Entry[], _: JoinedSystem, ends: Ends): Flow {
  const port = entries.find((it) => it.port !== null)?.port ?? null;
  const operations = to.apis.flatMap((it) => it.operations).filter((it) => !it.public);
  const open = operations.find((it) => it.secured === 'no');
  const authenticated: Tri = open
    ? 'no'
    : operations.length > 0 && operations.every((it) => it.secured === 'yes')
      ? 'yes'
      : authentication([], to, ends);
  const encrypted = worst(entries.map((it) => (it.encrypted === 'unknown' && it.port === 80 ? 'no' : it.encrypted)));
  const because: Evidence[] = open ? [{ text: `${open.method} ${open.path} asks for no credential`, at: open.at }] : [];
  return {
    id: `${user.id} -> ${to.id}`,
    from: user.id,
    to: to.id,
    protocol: encrypted === 'yes' ? 'https' : (to.technology?.protocol ?? 'http'),
    port,
    encrypted,
    authenticated,
    crosses: ends.crosses,
    evidence: distinct([...entries.map((it) => it.evidence), ...because]).slice(0, 12),
  };
}

function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  const seen = new Set<string>();
  return evidence.filter((it) => {
    const key = `${it.text}\n${it.at?.file ?? ''}\n${it.at?.route.join('/') ?? ''}`;
    return seen.has(key) ? false : (seen.add(key), true);
  });
}
