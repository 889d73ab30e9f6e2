import type { ClusterView, ClusterWorkload } from '../cluster.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import type { Memory } from '../memory.ts';
import { Asked } from './keyed.ts';
import type { Link } from './link.ts';
import { linkerdAdmissionsOf } from './linkerd.ts';
import type { Node } from './node.ts';
import { accountKeys, type Admission, admissionsOf, principalsOf } from './policies.ts';

/** Policies that name callers say who calls. */
export class AdmissionFinder {
  readonly #cluster: ClusterView;
  readonly #accounts: Asked<ClusterWorkload>;
  readonly #nodes: Asked<Node, ClusterWorkload>;
  readonly #kinds: readonly (readonly [kind: string, of: (policy: KubernetesObjectFact) => readonly Link[]])[];

  constructor(memory: Memory, cluster: ClusterView) {
    this.#cluster = cluster;
    this.#accounts = new Asked(memory, accountKeys);
    this.#nodes = new Asked<Node, ClusterWorkload>(memory, (node) => node.workloads);
    const links = (of: (policy: KubernetesObjectFact) => readonly Admission[]) =>
      memory.answers('admission', (policy: KubernetesObjectFact) => of(policy).flatMap((it) => this.#linksOf(it)));
    this.#kinds = [
      ['NetworkPolicy', links((it) => admissionsOf(cluster, it))],
      ['AuthorizationPolicy', links((it) => principalsOf(cluster, it, this.#accounts.ask))],
      ['Server', links((it) => linkerdAdmissionsOf(cluster, it, this.#accounts.ask))],
    ];
  }

  of(nodes: readonly Node[]): readonly Link[] {
    const found = this.#kinds.map(([kind, of]) => ({ of, policies: this.#cluster.ofKind(kind) }));
    if (found.every((it) => it.policies.length === 0)) return [];
    this.#accounts.update(this.#cluster.workloads);
    this.#nodes.update(nodes);
    return found.flatMap(({ of, policies }) => policies.flatMap(of));
  }

  #linksOf({ policy, path, from, to }: Admission): readonly Link[] {
    return from.flatMap((source) =>
      to.flatMap((target): readonly Link[] => {
        const [caller, called] = [source, target].map((it) => this.#nodes.ask(it).at(-1));
        if (!caller || !called || caller === called) return [];
        const at = { ...policy.at, route: [...policy.root, ...path] };
        return [
          {
            from: caller,
            to: called,
            role: 'call',
            scheme: null,
            port: null,
            encrypted: 'unknown',
            authenticated: 'unknown',
            evidence: { text: `${policy.kind} ${policy.name} lets ${caller.name} call ${called.name}`, at },
          },
        ];
      }),
    );
  }
}
