import { resourceOf, titleOf } from '../../dialects/kubernetes/cluster-objects.ts';
import { folderOf } from '../folder.ts';
import { defineRule } from '../../rules/rule.ts';
import type { KubernetesObjectFact } from '../fact.ts';
import { mayShare } from '../lookup.ts';
import { istioOf, rootNamespace, selectionOf } from '../mesh-objects.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { matchesLabels } from '../selector.ts';

export default defineRule({
  id: 'mesh/optional-jwt',
  title: 'Tokens are checked but not required',
  why: 'A request without any token passes: only one with a wrong token is refused.',
  remedy: 'Deny requests without request principal by an AuthorizationPolicy.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306, 287], stride: ['S', 'E'], owasp: ['API2:2023'] },
  equivalents: [],
  concepts: ['jwt-not-required'],
  visits: 'model.cluster',
  check(cluster, report) {
    const policies = istioOf(cluster, 'AuthorizationPolicy').filter(asksForToken);
    for (const object of istioOf(cluster, 'RequestAuthentication')) {
      if (listOf(dig(object.spec, 'jwtRules')).length === 0) continue;
      if (policies.some((it) => concerns(it, object))) continue;
      const name = `${object.name}-required`;
      report({
        at: object.at,
        message: `${titleOf(object)} refuses wrong tokens and lets requests without any token pass: no AuthorizationPolicy asks for one. Deny what has no request principal.`,
        resource: resourceOf(object),
        confidence: 'medium',
        fixes: [
          {
            title: 'Add a policy that requires a token',
            safety: 'behaviour',
            patches: [
              {
                op: 'create',
                at: { file: `${folderOf(object.at.file)}/${name}.yaml`, chunk: 0, route: [] },
                text: policyText(object, name),
              },
            ],
          },
        ],
      });
    }
  },
});

/** Some rule looks at what a token says. */
function asksForToken({ spec }: KubernetesObjectFact): boolean {
  return listOf(dig(spec, 'rules')).some(
    (rule) =>
      listOf(dig(rule, 'from')).some((it) =>
        ['requestPrincipals', 'notRequestPrincipals'].some((key) => listOf(dig(it, 'source', key)).length > 0),
      ) || listOf(dig(rule, 'when')).some((it) => (textOf(dig(it, 'key')) ?? '').startsWith('request.auth.')),
  );
}

/** May the policy be about the same workloads? */
function concerns(policy: KubernetesObjectFact, object: KubernetesObjectFact): boolean {
  if (policy.namespace !== rootNamespace && !mayShare(policy.namespace, object.namespace)) return false;
  const [one, other] = [selectionOf(policy), selectionOf(object)];
  return !one || !other || matchesLabels(one, other) || matchesLabels(other, one);
}

function policyText(object: KubernetesObjectFact, name: string): string {
  const { namespace } = object;
  const labels = Object.entries(selectionOf(object) ?? {});
  const targets = listOf(dig(object.spec, 'targetRefs'));
  const selector =
    labels.length > 0
      ? `  selector:\n    matchLabels:\n${labels.map(([key, value]) => `      ${key}: ${JSON.stringify(value)}\n`).join('')}`
      : '';
  const bound = targets.length > 0 ? `  targetRefs: ${JSON.stringify(targets)}\n` : '';
  return `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: ${name}
${namespace === null ? '' : `  namespace: ${namespace}\n`}spec:
${selector}${bound}  action: DENY
  rules:
    - from:
        - source:
            notRequestPrincipals: ["*"]
`;
}
