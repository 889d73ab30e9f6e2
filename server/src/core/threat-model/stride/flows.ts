import type { Node } from '../join/node.ts';
import type { Evidence, Flow } from '../model.ts';
import { makeThreat, type ThreatInput, type Unrated } from './input.ts';

/** Threats to flows: who listens, and who pretends. */
export function flowThreats({ system, flows }: ThreatInput): readonly Unrated[] {
  const byId = new Map<string, Node>(system.nodes.map((it) => [it.id, it]));
  const composeFiles = new Set(system.nodes.flatMap((it) => it.compose.map((fact) => fact.at.file)));
  const plaintext = new Map<string, Evidence[]>();
  for (const link of system.links) {
    if (link.encrypted !== 'no') continue;
    const key = `${link.from.id} -> ${link.to.id}`;
    plaintext.set(key, [...(plaintext.get(key) ?? []), link.evidence]);
  }
  return flows.flatMap((flow) => {
    const [from, to] = [byId.get(flow.from), byId.get(flow.to)];
    const caller = from?.name ?? 'users';
    const called = to?.name ?? flow.to;
    if (flow.encrypted === 'yes' && flow.crosses.length > 0) {
      return [
        makeThreat(
          'I',
          flow.id,
          'listening',
          `What ${caller} and ${called} say is encrypted on its way`,
          'mitigated',
          flow.evidence,
        ),
      ];
    }
    if (flow.encrypted !== 'no' || !to) return [];
    const where = crossed(flow);
    const lines = plaintext.get(flow.id) ?? flow.evidence;
    const title = `Whoever listens between ${caller} and ${called} reads and changes what they say: it is in clear text${where === null ? '' : ` and leaves ${where}`}`;
    // A Compose file's own plaintext addresses have their rule there; ways in from outside have theirs at the gateway.
    const local = lines.every((it) => it.at !== null && composeFiles.has(it.at.file));
    const rule =
      from === undefined || where === null
        ? null
        : local
          ? 'compose/plaintext-connection'
          : 'model/plaintext-boundary-crossing';
    const first = lines.filter((it) => it.at !== null && !composeFiles.has(it.at.file));
    return [
      makeThreat(
        'I',
        flow.id,
        'listening',
        title,
        'open',
        [...first, ...lines.filter((it) => !first.includes(it))],
        rule,
      ),
    ];
  });
}

/** The boundary that a flow leaves, in words; null when it stays inside, or only changes between networks of one machine. */
function crossed(flow: Flow): string | null {
  if (flow.crosses.includes('third-party')) return 'the system for a third party';
  if (flow.crosses.includes('cluster')) return 'the cluster';
  const namespace = flow.crosses.find((it) => it.startsWith('namespace/'));
  if (namespace) return 'its namespace';
  return flow.crosses.some((it) => it.startsWith('host/')) ? 'its machine' : null;
}
