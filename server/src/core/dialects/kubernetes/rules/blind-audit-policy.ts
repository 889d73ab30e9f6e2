import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';

/** What an investigation asks for first. */
const wanted: readonly (readonly [words: string, resources: readonly string[]])[] = [
  ['access to Secrets, ConfigMaps and token reviews', ['secrets', 'configmaps', 'tokenreviews']],
  ['changes of pods and deployments', ['pods', 'deployments']],
  ['shells and tunnels into pods', ['pods/exec', 'pods/portforward', 'pods/proxy', 'services/proxy']],
];

export default defineRule({
  id: 'kubernetes/blind-audit-policy',
  title: 'Audit policy leaves out what matters',
  why: 'Reading Secrets, shells in pods and changes of rights leave no trace.',
  remedy: 'Record at least the metadata of these requests.',
  category: 'observability',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [778], stride: ['R'], cis: ['Kubernetes 3.2.2'] },
  equivalents: ['kics:audit_policy_not_cover_key_security_concerns', 'kubescape:C-0161'],
  concepts: ['audit-policy-incomplete'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!object.isA('audit.k8s.io', 'Policy')) return;
    const rules = object.view.get('rules');
    if (!rules.isList && !rules.missing && !rules.isNull) return;
    const missing = wanted.filter(([, resources]) => !resources.every((it) => isRecorded(rules, it)));
    if (missing.length === 0) return;
    report({
      at: rules.isList ? rules.anchor('key') : object.at,
      message: `${object.title} records nothing about ${missing.map(([words]) => words).join('; ')}: nobody could say afterwards what an intruder did. Record at least their metadata.`,
    });
  },
});

/** The first rule that matches decides. A rule without resources is about all of them. */
function isRecorded(rules: View, resource: string): boolean {
  for (const rule of rules.items) {
    const groups = rule.get('resources');
    const matches =
      !groups.exists ||
      groups.items.some((group) => {
        const names = group.get('resources').items.map((it) => it.text);
        return (
          names.length === 0 ||
          names.includes(resource) ||
          names.includes('*') ||
          names.includes(`${resource.split('/')[0]}/*`)
        );
      });
    // A rule for some users, verbs or namespaces decides only for those.
    const narrow = ['users', 'userGroups', 'verbs', 'namespaces', 'nonResourceURLs'].some((it) => rule.has(it));
    if (matches && !narrow) return rule.get('level').text !== 'None';
  }
  return false;
}
