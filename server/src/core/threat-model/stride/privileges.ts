import type { Reach } from '../exposure.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { listsOf } from '../join/asked-cluster.ts';
import { type Node, pushTo } from '../join/node.ts';
import type { Evidence } from '../model.ts';
import { dig, isTrue, listOf, textOf } from '../plain.ts';
import { makeThreat, type ThreatInput, type Unrated } from './input.ts';
import { privilegesOf, toEvidence } from './weaknesses.ts';
import { isPublic } from './words.ts';

/** Rights over the machine that a component runs on. */
export function powerThreats(node: Node, reach: Reach, input: ThreatInput): readonly Unrated[] {
  const powers = input.around(node).traits.filter((it) => it.trait === 'power' && it.state === 'yes');
  const found = privilegesOf(node, input);
  const exposed = reach.exposure === 'internet';
  if (powers.length > 0) {
    const shown = new Set(powers.map((it) => JSON.stringify(it.at)));
    const evidence = [
      ...powers.map((it): Evidence => ({ text: it.text, at: it.at })),
      ...found.filter((it) => !shown.has(JSON.stringify(it.at))).map(toEvidence),
    ];
    const title = `Whoever takes over ${node.name} takes over the machine that it runs on`;
    const threat = makeThreat(
      'E',
      node.id,
      'power',
      exposed ? `${title}, and it can be reached from ${isPublic(reach) ? 'the internet' : 'outside'}` : title,
      'open',
      exposed ? [...reach.path, ...evidence] : evidence,
      exposed ? 'model/host-owner-exposed' : (found[0]?.rule ?? null),
    );
    const foundBy = [...new Set(found.map((it) => it.rule))].filter((it) => it !== threat.rule);
    return [foundBy.length > 0 ? { ...threat, foundBy } : threat];
  }
  const [first] = found;
  if (!first) return [];
  const title = `Whoever takes over ${node.name} holds rights over its machine that other services do not have`;
  const threat = makeThreat('E', node.id, 'privileges', title, 'open', found.map(toEvidence), first.rule);
  const otherRules = [...new Set(found.map((it) => it.rule))].filter((it) => it !== first.rule);
  return [{ ...threat, otherRules, weight: { impact: 1 } }];
}

/** What a role allows, in words, with the rule that reports such a role; the gravest that applies. */
interface Grant {
  readonly words: string;
  readonly rule: string;
}

const writes: ReadonlySet<string> = new Set(['*', 'create', 'update', 'patch']);
const reads: ReadonlySet<string> = new Set(['*', 'get', 'list', 'watch']);

/** What the built-in roles allow (Kubernetes, "Using RBAC Authorization", user-facing roles). */
const builtIn: Readonly<Record<string, Grant>> = {
  'cluster-admin': { words: 'governs', rule: 'kubernetes/cluster-admin-binding' },
  admin: { words: 'governs', rule: 'kubernetes/powerful-binding' },
  edit: { words: 'reads every secret and starts pods of', rule: 'kubernetes/powerful-binding' },
};

function grantOf(role: KubernetesObjectFact): Grant | undefined {
  const rules = listOf(dig(role.spec, 'rules')).map((it) => ({
    // Names of objects narrow a rule to them.
    narrow: listOf(dig(it, 'resourceNames')).length > 0,
    resources: listOf(dig(it, 'resources')).map(String),
    verbs: listOf(dig(it, 'verbs')).map(String),
    groups: listOf(dig(it, 'apiGroups')).map(String),
  }));
  const may = (resources: readonly string[], verbs: ReadonlySet<string>, group: string): boolean =>
    rules.some(
      (it) =>
        !it.narrow &&
        (it.groups.includes('*') || it.groups.includes(group)) &&
        it.resources.some((name) => name === '*' || resources.includes(name)) &&
        it.verbs.some((verb) => verbs.has(verb)),
    );
  const all = rules.some((it) => it.resources.includes('*') && it.verbs.includes('*') && it.groups.includes('*'));
  if (all) return { words: 'governs', rule: 'kubernetes/wildcard-role' };
  const rbac = 'rbac.authorization.k8s.io';
  if (may(['rolebindings', 'clusterrolebindings', 'roles', 'clusterroles'], new Set(['*', 'bind', 'escalate']), rbac))
    return { words: 'gives itself every right in', rule: 'kubernetes/takeover-role' };
  if (may(['secrets'], reads, '')) return { words: 'reads every secret of', rule: 'kubernetes/secret-reading-role' };
  if (may(['pods/exec', 'pods/attach'], new Set(['*', 'create', 'get']), ''))
    return { words: 'runs commands in every pod of', rule: 'kubernetes/pod-entering-role' };
  if (may(['pods'], writes, '') || may(['deployments', 'daemonsets', 'statefulsets'], writes, 'apps'))
    return { words: 'starts pods of its own in', rule: 'kubernetes/workload-creating-role' };
  return undefined;
}

/** The bindings that name a service account, by "namespace/name". */
const bindingsOf = listsOf((cluster): ReadonlyMap<string, readonly KubernetesObjectFact[]> => {
  const found = new Map<string, KubernetesObjectFact[]>();
  for (const kind of ['ClusterRoleBinding', 'RoleBinding']) {
    for (const binding of cluster.ofKind(kind)) {
      for (const subject of listOf(dig(binding.spec, 'subjects'))) {
        const name = textOf(dig(subject, 'name'));
        if (textOf(dig(subject, 'kind')) !== 'ServiceAccount' || name === null) continue;
        pushTo(found, `${textOf(dig(subject, 'namespace')) ?? binding.namespace ?? ''}/${name}`, binding);
      }
    }
  }
  return found;
});

/** "Unnecessary privileges" at the API server: what whoever takes over a pod may do with its token. */
export function accountThreats(node: Node, reach: Reach | undefined, { cluster }: ThreatInput): readonly Unrated[] {
  // Several bindings to one role say it once.
  const seen = new Map<string, Unrated>();
  for (const { object, pod } of node.workloads) {
    const account = textOf(dig(pod, 'serviceAccountName')) ?? textOf(dig(pod, 'serviceAccount')) ?? 'default';
    const token = dig(pod, 'automountServiceAccountToken');
    if (token !== undefined && !isTrue(token)) continue;
    for (const binding of bindingsOf(cluster, `${object.namespace ?? ''}/${account}`)) {
      const kind = textOf(dig(binding.spec, 'roleRef', 'kind')) ?? '';
      const name = textOf(dig(binding.spec, 'roleRef', 'name')) ?? '';
      if (seen.has(name)) continue;
      const [role] = cluster.named(kind, kind === 'Role' ? binding.namespace : null, name);
      const grant = role ? grantOf(role) : kind === 'ClusterRole' ? builtIn[name] : undefined;
      if (!grant) continue;
      const where =
        binding.kind === 'ClusterRoleBinding' ? 'the cluster' : `namespace ${binding.namespace ?? 'of the binding'}`;
      const title = `Whoever takes over ${node.name} ${grant.words} ${where}: its service account "${account}" is bound to ${kind} ${name}`;
      const evidence: readonly Evidence[] = [
        ...(role ? [{ text: `${kind} ${name} allows it`, at: role.at }] : []),
        { text: `${binding.kind} ${binding.name} binds "${account}" to it`, at: binding.at },
        { text: `${object.kind} ${object.name} runs as "${account}"`, at: object.at },
      ];
      const outside = reach?.exposure === 'internet' ? reach.path : [];
      const threat = makeThreat('E', node.id, `account ${name}`, title, 'open', [...evidence, ...outside], grant.rule);
      seen.set(name, { ...threat, weight: { impact: 2 } });
    }
  }
  return [...seen.values()];
}
