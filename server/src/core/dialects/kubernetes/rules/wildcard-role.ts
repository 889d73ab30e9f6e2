import { defineRule, type Severity } from '../../../rules/rule.ts';
import { powersOf } from '../powerful-roles.ts';
import { fixBySetting } from '../repair.ts';
import { type RoleRule, roleRulesOf } from '../role.ts';
import { powers } from '../role-powers.ts';

const both = [
  'checkov:CKV_K8S_49',
  'trivy:KSV-0044',
  'trivy:KSV-0045',
  'kics:rbac_wildcard_in_rule',
  'kubescape:C-0187',
  'kubescape:C-0035',
  'kyverno:restrict-wildcard-verbs',
];
const verb = [
  'trivy:KSV-0045',
  'checkov:CKV_K8S_49',
  'kics:rbac_wildcard_in_rule',
  'kube-linter:wildcard-in-rules',
  'kyverno:restrict-wildcard-verbs',
];
const resource = [
  'trivy:KSV-0046',
  'trivy:KSV-0112',
  'checkov:CKV_K8S_49',
  'kics:rbac_wildcard_in_rule',
  'kube-linter:wildcard-in-rules',
  'kyverno:restrict-wildcard-resources',
];
const group = ['checkov:CKV_K8S_49', 'kics:rbac_wildcard_in_rule', 'kube-linter:wildcard-in-rules'];

export default defineRule({
  id: 'kubernetes/wildcard-role',
  title: 'Role grants more than anybody has named',
  why: 'A star covers secrets, roles and whatever is added later; a token stolen from any bound service then controls all of it.',
  remedy: 'List the verbs and the resources that are used.',
  category: 'authorization',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [269], stride: ['E'], cis: ['Kubernetes 5.1.3'], owasp: ['K03:2022'] },
  equivalents: [...new Set([...both, ...verb, ...resource, ...group, ...powers.flatMap((it) => it.equivalents)])],
  concepts: ['rbac-wildcard-verb-and-resource', 'rbac-wildcard-verb', 'rbac-wildcard-resource'],
  visits: 'kubernetes.resource',
  check(object, report) {
    const all = roleRulesOf(object);
    for (const rule of all) {
      const star =
        rule.verbs.find((it) => it.text === '*') ??
        rule.resources.find((it) => it.text.startsWith('*')) ??
        rule.groups.find((it) => it.text === '*');
      // Entries for paths of the API server have no resources.
      if (!star || (rule.resources.length === 0 && rule.groups.length === 0)) continue;
      const list = rule.verbs[0]?.view?.parent;
      report({
        at: star.view?.anchor() ?? object.at,
        message: `${object.title} grants ${whatOf(rule)}: that covers ${harmOf(rule)}. List what is used.`,
        severity: severityOf(rule),
        equivalents: [...new Set([...namesOf(rule), ...powersOf(rule, all).flatMap((it) => it.power.equivalents)])],
        fixes:
          rule.isWildVerb && !rule.isWildResource && list
            ? fixBySetting(
                list,
                ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
                'List the usual verbs',
              )
            : [],
      });
    }
  },
});

function whatOf(rule: RoleRule): string {
  if (!rule.isWildResource)
    return rule.isWildVerb
      ? `every right on ${rule.resources.map((it) => it.text).join(', ')}`
      : 'rights in every API group';
  const rights = rule.isWildVerb ? 'every right' : rule.verbs.map((it) => it.text).join(', ');
  return `${rights} on every resource${reachesAll(rule) ? '' : ` of ${groupsOf(rule)}`}`;
}

function harmOf(rule: RoleRule): string {
  if (rule.isWildResource) {
    const all = reachesAll(rule);
    const now = all || hasGroup(rule, '') ? [rule.isReadOnly ? 'all Secrets' : 'Secrets'] : [];
    if (!rule.isReadOnly && (all || hasGroup(rule, 'rbac.authorization.k8s.io'))) now.push('roles');
    const later = `every kind that is added ${all ? 'later' : 'there later'}`;
    return now.length > 0 ? `${now.join(', ')} and ${later}` : later;
  }
  if (rule.isWildVerb) return 'rights such as escalate, bind and impersonate, and those that are invented later';
  return 'resources of the same name that somebody else brings';
}

function reachesAll(rule: RoleRule): boolean {
  return rule.groups.length === 0 || hasGroup(rule, '*');
}

function hasGroup(rule: RoleRule, name: string): boolean {
  return rule.groups.some((it) => it.text === name);
}

function groupsOf(rule: RoleRule): string {
  return rule.groups.map((it) => it.text || 'the core group').join(', ');
}

/** Groups of Kubernetes that only answer measurements. */
const measurements = /^(?:[a-z]+\.)?metrics\.k8s\.io$/;

function severityOf(rule: RoleRule): Severity {
  if (!rule.isWildVerb && !rule.isWildResource) return 'hint';
  // An operator may do as it likes with the kinds that it brings itself.
  if (rule.isOwnGroup || (rule.groups.length > 0 && rule.groups.every((it) => measurements.test(it.text))))
    return 'info';
  return 'error';
}

function namesOf(rule: RoleRule): readonly string[] {
  if (rule.isWildVerb && rule.isWildResource) return [...both, ...resource];
  if (rule.isWildVerb) return verb;
  return rule.isWildResource ? resource : group;
}
