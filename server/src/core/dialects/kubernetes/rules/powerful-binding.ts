import { defineRule } from '../../../rules/rule.ts';
import type { ClusterView } from '../../../threat-model/cluster.ts';
import type { KubernetesObjectFact } from '../../../threat-model/fact.ts';
import { dig, listOf, textOf } from '../../../threat-model/plain.ts';
import { resourceOf, titleOf, within } from '../cluster-objects.ts';
import { powersOf } from '../powerful-roles.ts';
import { RoleRule } from '../role.ts';
import { type Power, powers } from '../role-powers.ts';
import { listed } from '../wording.ts';

/** The ids that depend on what binds what. */
const enterPods = {
  'ClusterRoleBinding ClusterRole': 'polaris:clusterrolebindingPodExecAttach',
  'RoleBinding ClusterRole': 'polaris:rolebindingClusterRolePodExecAttach',
  'RoleBinding Role': 'polaris:rolebindingRolePodExecAttach',
} as const;
const everything = {
  'ClusterRoleBinding ClusterRole': 'polaris:clusterrolebindingClusterAdmin',
  'RoleBinding ClusterRole': 'polaris:rolebindingClusterAdminClusterRole',
  'RoleBinding Role': 'polaris:rolebindingClusterAdminRole',
} as const;
const secretsOfAccount = 'kics:service_account_allows_access_secrets';
const usual: readonly string[] = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

export default defineRule({
  id: 'kubernetes/powerful-binding',
  title: 'Somebody is given rights that reach far',
  why: 'A flaw in the pods of that account, or one leaked token, has those rights too.',
  remedy: 'Bind a role without them, or bind it to fewer.',
  category: 'authorization',
  severity: 'info',
  status: 'stable',
  refs: {
    cwe: [269],
    stride: ['E', 'S', 'I'],
    cis: ['Kubernetes 5.1.1', 'Kubernetes 5.1.2', 'Kubernetes 5.1.4', 'Kubernetes 5.1.8'],
    owasp: ['K03:2022'],
  },
  equivalents: [
    ...new Set([
      ...powers.flatMap((it) => it.bindings ?? []),
      ...Object.values(enterPods),
      ...Object.values(everything),
      secretsOfAccount,
    ]),
  ],
  concepts: [
    'cluster-admin-binding',
    'rbac-exec',
    'rbac-attach',
    'rbac-impersonate',
    'rbac-bind-escalate',
    'rbac-secrets-access',
    'rbac-node-proxy',
    'rbac-workload-create',
    'rbac-service-status-write',
  ],
  visits: 'model.cluster',
  check(cluster, report) {
    for (const binding of [...cluster.ofKind('ClusterRoleBinding'), ...cluster.ofKind('RoleBinding')]) {
      const subjects = listOf(dig(binding.spec, 'subjects'));
      const role = roleOf(cluster, binding);
      if (!role || subjects.length === 0 || isBuiltIn(binding.name)) continue;
      const rules = listOf(dig(role.spec, 'rules')).map((it) => RoleRule.ofPlain(it));
      const all = rules.some(isEverything);
      const found = [...new Set(rules.flatMap((it) => powersOf(it, rules)).map((it) => it.power))].filter(
        (it) => it.bindings !== undefined || it.family === 'pods',
      );
      if (found.length === 0 && !all) continue;
      const form = `${binding.kind} ${role.kind}` as keyof typeof everything;
      const who = listed([
        ...new Set(subjects.map((it) => `${textOf(dig(it, 'kind')) ?? 'somebody'} "${textOf(dig(it, 'name')) ?? ''}"`)),
      ]);
      report({
        at: within(binding, 'roleRef', 'name'),
        message: `${titleOf(binding)} lets ${who} ${all ? 'do everything' : listed(found.map((it) => it.words))}${binding.kind === 'ClusterRoleBinding' ? ' in the whole cluster' : ''}, by ${titleOf(role)}. Bind a role without that, or bind it to fewer.`,
        ...(all
          ? {
              severity: binding.kind === 'ClusterRoleBinding' ? ('error' as const) : ('warning' as const),
              reason: 'the role leaves nothing out',
            }
          : {}),
        resource: resourceOf(binding),
        equivalents: equivalentsOf(found, all, form, subjects),
        related: [{ message: `what ${titleOf(role)} grants`, at: role.at }],
      });
    }
  },
});

function roleOf(cluster: ClusterView, binding: KubernetesObjectFact): KubernetesObjectFact | undefined {
  const kind = textOf(dig(binding.spec, 'roleRef', 'kind'));
  const name = textOf(dig(binding.spec, 'roleRef', 'name'));
  if (name === null || (kind !== 'Role' && kind !== 'ClusterRole')) return undefined;
  if (kind === 'Role') return cluster.named(kind, binding.namespace, name)[0];
  // A namespace in the manifest of a ClusterRole has no meaning.
  return cluster.ofKind(kind).find((it) => it.name === name);
}

/** Kubernetes and clouds bring these and their roles themselves. */
function isBuiltIn(name: string): boolean {
  return /^(?:system|gce|eks|aks):/.test(name) || name === 'cluster-admin';
}

function has(words: RoleRule['verbs'], text: string): boolean {
  return words.some((it) => it.text === text);
}

/** Every verb, by the star or one by one, on every resource of every group. */
function isEverything(rule: RoleRule): boolean {
  return (
    has(rule.groups, '*') && has(rule.resources, '*') && (rule.isWildVerb || usual.every((it) => has(rule.verbs, it)))
  );
}

function equivalentsOf(
  found: readonly Power[],
  all: boolean,
  form: keyof typeof everything,
  subjects: readonly unknown[],
): readonly string[] {
  const enters = found.some((it) => it.family === 'pods' && /exec|attach/.test(it.words));
  // Some tools look only at the identities that pods and nodes have.
  const machine = subjects.some(
    (it) => dig(it, 'kind') === 'ServiceAccount' || (textOf(dig(it, 'name')) ?? '').startsWith('system:node'),
  );
  const reads =
    found.some((it) => it.family === 'secrets') && subjects.some((it) => dig(it, 'kind') === 'ServiceAccount');
  return [
    ...new Set([
      ...found.flatMap((it) => it.bindings ?? []),
      ...(enters ? [enterPods[form]] : []),
      ...(all ? [everything[form]] : []),
      ...(reads ? [secretsOfAccount] : []),
    ]),
  ].filter((it) => it !== undefined && (machine || !it.startsWith('checkov:')));
}
