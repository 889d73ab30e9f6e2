import { sameElements, sameValue } from '../../cells/same.ts';
import type { TraitFact } from '../fact.ts';
import type { JoinedSystem } from '../join.ts';
import type { Link } from '../join/link.ts';
import { nodeImages } from '../join/merge.ts';
import type { Node } from '../join/node.ts';
import type { Evidence } from '../model.ts';
import { onceFor } from '../once.ts';
import { placeOf } from './evidence.ts';

/** What the system as a whole gathers: a component that is left out is a gap only where others are not. */
export interface Watchers {
  /** The components whose metrics lines say are gathered. */
  readonly metrics: readonly Node[];
  /** The components that lines say send traces. */
  readonly traces: readonly Node[];
  /** Collectors that run on every node of the cluster. */
  readonly collectors: readonly Evidence[];
  readonly scanners: readonly Evidence[];
  readonly alerts: readonly Evidence[];
  /** True when metrics are found by a query whose answer no file tells. */
  readonly discovers: boolean;
}

const scanner = /(?:^|[/-])(?:falco|tetragon|trivy(?:-operator)?|kubescape|neuvector|tracee|wazuh)(?:[-:@/]|$)/;

/** `inside` are the nodes that watch, and `told` the links that lead to watchers, see {@link watches} and {@link tells}. */
export function watchersOf(
  { nodes, cluster, traits }: JoinedSystem,
  inside: readonly Node[],
  told: readonly Link[],
): Watchers {
  const objects = (kinds: readonly string[]): readonly Evidence[] =>
    kinds.flatMap((kind) => cluster.ofKind(kind).map((it): Evidence => ({ text: `${kind} ${it.name}`, at: it.at })));
  return {
    metrics: endsOf(told, 'scrape', (it) => it.to),
    traces: endsOf(told, 'traces', (it) => it.from),
    collectors: inside
      .filter(
        (it) =>
          it.technology?.kind === 'logs' && it.sure && it.workloads.some(({ object }) => object.kind === 'DaemonSet'),
      )
      .map((it): Evidence => ({ text: `${it.name} gathers the logs of its node`, at: placeOf(it) })),
    scanners: [
      ...inside.filter(scans).map((it): Evidence => ({ text: `${it.name} runs`, at: placeOf(it) })),
      ...objects(['VulnerabilityReport', 'TracingPolicy', 'FalcoRules']),
    ],
    alerts: [
      ...inside
        .filter((it) => it.roles.has('alertmanager'))
        .map((it): Evidence => ({ text: `${it.name} sends alerts`, at: placeOf(it) })),
      ...objects(['PrometheusRule', 'AlertmanagerConfig']),
      ...alertsOf(nodes, traits),
    ],
    discovers: inside.some((it) => it.technology?.id === 'prometheus' && it.workloads.length > 0),
  };
}

/** Whether it is of interest here at all: most are not. */
export function watches(node: Node): boolean {
  return (
    node.outside === 'inside' &&
    (node.technology?.kind === 'logs' ||
      node.technology?.id === 'prometheus' ||
      node.roles.has('alertmanager') ||
      scans(node))
  );
}

/** Does a link carry what is watched? */
export function tells({ role }: Link): boolean {
  return role === 'scrape' || role === 'traces';
}

/**
 * Rules for alerts that a Prometheus reads, where somebody is told: by the Alertmanager that its configuration names, or
 * one that runs. Rules are known by the last name of their file, which is the same on the machine and in the container.
 */
function alertsOf(nodes: readonly Node[], traits: JoinedSystem['traits']): readonly Evidence[] {
  const hasRules = (its: readonly TraitFact[]): boolean => its.some((it) => it.trait === 'alert-rules');
  if (![...traits.values()].some(hasRules)) return [];
  const manager = nodes.some((it) => it.outside === 'inside' && it.roles.has('alertmanager'));
  return nodes.flatMap((node) => {
    const own = node.outside === 'inside' ? (traits.get(node) ?? []) : [];
    const read = own.filter((it) => it.trait === 'alert-files' && (manager || it.state === 'yes'));
    const patterns = read.flatMap((it) => it.detail ?? []);
    return own
      .filter((it) => it.trait === 'alert-rules' && patterns.some((pattern) => fits(pattern, it.detail?.[0] ?? '')))
      .map((it): Evidence => ({ text: `${node.name}: ${it.text}`, at: it.at }));
  });
}

/** A name with stars, as `rule_files` has them. */
function fits(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === name;
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}

export function sameWatchers(a: Watchers, b: Watchers): boolean {
  return (
    sameElements(a.metrics, b.metrics) &&
    sameElements(a.traces, b.traces) &&
    a.discovers === b.discovers &&
    sameValue([a.collectors, a.scanners, a.alerts], [b.collectors, b.scanners, b.alerts])
  );
}

/** The components at one end of the links of a role. */
function endsOf(links: readonly Link[], role: Link['role'], end: (link: Link) => Node): readonly Node[] {
  const ends = new Set<Node>();
  for (const link of links) if (link.role === role && end(link).outside === 'inside') ends.add(end(link));
  return [...ends];
}

const scans = onceFor((node: Node): boolean => nodeImages(node).some((image) => scanner.test(image)));
