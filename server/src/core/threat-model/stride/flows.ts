import { type Node, pushTo } from '../join/node.ts';
import type { Evidence, Flow } from '../model.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { makeThreat, type ThreatInput, type Unrated } from './input.ts';
import { listed } from './words.ts';

/** What a flow's threat is made of. */
interface Plaintext {
  readonly flow: Flow;
  readonly caller: string;
  readonly lines: readonly Evidence[];
}

/** Threats to flows: who listens, and who pretends. */
export function flowThreats({ system, flows }: ThreatInput): readonly Unrated[] {
  const byId = new Map<string, Node>(system.nodes.map((it) => [it.id, it]));
  const composeFiles = new Set(system.nodes.flatMap((it) => it.compose.map((fact) => fact.at.file)));
  const plaintext = new Map<string, Evidence[]>();
  for (const link of system.links)
    if (link.encrypted === 'no') pushTo(plaintext, `${link.from.id} -> ${link.to.id}`, link.evidence);
  // Where nothing is left, the network that all callers share is one decision.
  const inside = new Map<Node, Plaintext[]>();
  const threats: Unrated[] = [];
  for (const flow of flows) {
    const [from, to] = [byId.get(flow.from), byId.get(flow.to)];
    const caller = from?.name ?? 'users';
    const called = to?.name ?? flow.to;
    if (flow.encrypted === 'yes' && flow.crosses.length > 0) {
      const title = `What ${caller} and ${called} say is encrypted on its way`;
      threats.push(makeThreat('I', flow.id, 'listening', title, 'mitigated', flow.evidence));
      continue;
    }
    if (flow.encrypted !== 'no' || !to) continue;
    const where = crossed(flow);
    const lines = plaintext.get(flow.id) ?? flow.evidence;
    if (from && where === null) {
      pushTo(inside, to, { flow, caller, lines });
      continue;
    }
    const title = `Whoever listens between ${caller} and ${called} reads and changes what they say: it is in clear text${where === null ? '' : ` and leaves ${where}`}`;
    if (!from) {
      // Ways in from outside have their rule at the gateway.
      const door = plaintextDoor(to);
      threats.push(makeThreat('I', flow.id, 'listening', title, 'open', [...door.lines, ...lines], door.rule));
      continue;
    }
    // A Compose file's own plaintext addresses have their rule there.
    const local = lines.every((it) => it.at !== null && composeFiles.has(it.at.file));
    const rule = where === null ? null : local ? 'compose/plaintext-connection' : 'model/plaintext-boundary-crossing';
    const first = lines.filter((it) => it.at !== null && !composeFiles.has(it.at.file));
    const evidence = [...first, ...lines.filter((it) => !first.includes(it))];
    threats.push(makeThreat('I', flow.id, 'listening', title, 'open', evidence, rule));
  }
  for (const [to, found] of inside) threats.push(neighbourhood(to, found));
  return threats;
}

/** The listeners of a gateway that take requests in clear text, and the rule that reports them. */
function plaintextDoor({ gateways }: Node): { readonly rule: string | null; readonly lines: readonly Evidence[] } {
  const lines = gateways.flatMap((gateway): readonly Evidence[] => {
    if (gateway.kind !== 'Gateway') return [];
    const list = gateway.apiVersion.startsWith('gateway.networking.k8s.io/') ? 'listeners' : 'servers';
    const path = list === 'listeners' ? ['protocol'] : ['port', 'protocol'];
    return listOf(dig(gateway.spec, list)).flatMap((it, i): readonly Evidence[] => {
      if (!/^HTTP2?$/i.test(textOf(dig(it, ...path)) ?? '')) return [];
      const at = { ...gateway.at, route: [...gateway.root, 'spec', list, i, ...path] };
      return [{ text: `Gateway ${gateway.name} listens in clear text`, at }];
    });
  });
  if (lines.length > 0) return { rule: 'mesh/plaintext-gateway-listener', lines };
  const ingress = gateways.some((it) => it.kind === 'Ingress');
  return { rule: ingress ? 'kubernetes/ingress-without-tls' : null, lines };
}

/** Clear text that stays on one network: a threat of the flow, or of the one that is called when several call it so. */
function neighbourhood(to: Node, found: readonly Plaintext[]): Unrated {
  const lines = found.flatMap((it) => it.lines);
  const [only] = found;
  if (only && found.length === 1) {
    const title = `Whoever listens between ${only.caller} and ${to.name} reads and changes what they say: it is in clear text`;
    return makeThreat('I', only.flow.id, 'listening', title, 'open', lines);
  }
  const names = listed(found.map((it) => it.caller));
  const title = `Whoever listens on the network of ${to.name} reads and changes what ${names} say to it: it is in clear text`;
  const threat = makeThreat('I', to.id, 'listening', title, 'open', lines);
  return { ...threat, weight: { likelihood: -2 } };
}

/** The boundary that a flow leaves, in words; null when it stays inside, or only changes between networks of one machine. */
function crossed(flow: Flow): string | null {
  if (flow.crosses.includes('third-party')) return 'the system for a third party';
  if (flow.crosses.includes('cluster')) return 'the cluster';
  const namespace = flow.crosses.find((it) => it.startsWith('namespace/'));
  if (namespace) return 'its namespace';
  return flow.crosses.some((it) => it.startsWith('host/')) ? 'its machine' : null;
}
