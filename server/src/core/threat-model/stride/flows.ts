import type { Node } from '../join/node.ts';
import type { Evidence, Flow } from '../model.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { makeThreat, type ThreatInput, type Unrated } from './input.ts';
import { listed } from './words.ts';

/** Clear text that stays on one network. */
export interface Plaintext {
  readonly flow: Flow;
  readonly to: Node;
  readonly caller: string;
  readonly lines: readonly Evidence[];
}

/** The threat to a flow: who listens, and who pretends. */
export function flowThreat(flow: Flow, input: ThreatInput): Unrated | Plaintext | undefined {
  if (flow.encrypted === 'unknown' || (flow.encrypted === 'yes' && flow.crosses.length === 0)) return undefined;
  const [from, to] = [input.node(flow.from), input.node(flow.to)];
  const caller = from?.name ?? 'users';
  const called = to?.name ?? flow.to;
  if (flow.encrypted === 'yes') {
    const title = `What ${caller} and ${called} say is encrypted on its way`;
    return makeThreat('I', flow.id, 'listening', title, 'mitigated', flow.evidence);
  }
  if (!to) return undefined;
  const where = crossed(flow);
  const lines = plaintextLines(flow, from, to, input);
  if (from && where === null) return { flow, to, caller, lines };
  const title = `Whoever listens between ${caller} and ${called} reads and changes what they say: it is in clear text${where === null ? '' : ` and leaves ${where}`}`;
  if (!from) {
    // Ways in from outside have their rule at the gateway.
    const door = plaintextDoor(to);
    return makeThreat('I', flow.id, 'listening', title, 'open', [...door.lines, ...lines], door.rule);
  }
  // A Compose file's own plaintext addresses have their rule there.
  const composeFiles = input.composeFiles();
  const local = lines.every((it) => it.at !== null && composeFiles.has(it.at.file));
  const rule = where === null ? null : local ? 'compose/plaintext-connection' : 'model/plaintext-boundary-crossing';
  const first = lines.filter((it) => it.at !== null && !composeFiles.has(it.at.file));
  const evidence = [...first, ...lines.filter((it) => !first.includes(it))];
  return makeThreat('I', flow.id, 'listening', title, 'open', evidence, rule);
}

/** The lines that say that a flow is in clear text, or else all that show it. */
function plaintextLines(flow: Flow, from: Node | undefined, to: Node, { around }: ThreatInput): readonly Evidence[] {
  const lines = new Set<Evidence>();
  for (const link of from ? around(from).linksFrom : [])
    if (link.to === to && link.encrypted === 'no') lines.add(link.evidence);
  return lines.size > 0 ? [...lines] : flow.evidence;
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

/**
 * Clear text that stays on one network: a threat of the flow, or of the one that is called when several call it so,
 * because the network that all callers share is one decision.
 */
export function neighbourhood(to: Node, found: readonly Plaintext[]): Unrated {
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
