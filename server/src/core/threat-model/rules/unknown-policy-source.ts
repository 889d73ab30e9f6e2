import { resourceOf, titleOf, within } from '../../dialects/kubernetes/cluster-objects.ts';
import { defineRule } from '../../rules/rule.ts';
import { isGatewayAccount } from '../gateway-made.ts';
import { isOpenText, lookupIn } from '../lookup.ts';
import { istioOf, rootNamespace } from '../mesh-objects.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { nearestName, shows } from '../references.ts';

export default defineRule({
  id: 'mesh/unknown-policy-source',
  title: 'Authorization policy names a caller that does not exist',
  why: 'Whoever creates a namespace or account of that name is let in; and a rule that was to deny protects nothing.',
  remedy: 'Name the namespace or service account of the caller that is meant.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [863], stride: ['E', 'S'] },
  equivalents: ['istio:IST0101', 'kiali:KIA0101', 'kiali:KIA0106'],
  concepts: ['authorization-policy-dangling-reference'],
  visits: 'model.cluster',
  check(cluster, report) {
    const lookup = lookupIn(cluster);
    const declared = cluster.ofKind('Namespace').map((it) => it.name);
    // Namespaces that no file declares may be made by others: only beside declared ones does an absence say anything.
    const spaces = new Set([
      ...declared,
      ...cluster.namespaces.filter((it): it is string => it !== null),
      'default',
      'kube-system',
      rootNamespace,
    ]);
    for (const policy of istioOf(cluster, 'AuthorizationPolicy')) {
      listOf(dig(policy.spec, 'rules')).forEach((rule, i) => {
        listOf(dig(rule, 'from')).forEach((from, j) => {
          const here = ['spec', 'rules', i, 'from', j, 'source'];
          for (const key of ['namespaces', 'notNamespaces']) {
            listOf(dig(from, 'source', key)).forEach((value, k) => {
              const name = textOf(value);
              if (
                name === null ||
                declared.length === 0 ||
                isOpenText(name) ||
                [...spaces].some((it) => matches(name, it))
              )
                return;
              const close = name.includes('*') ? undefined : nearestName(name, declared);
              report({
                at: within(policy, ...here, key, k),
                message: `${titleOf(policy)} names namespace "${name}", and no file declares one: ${key === 'namespaces' ? 'whoever creates it is let in' : 'the exception is for nobody'}.${close === undefined ? '' : ` Is "${close}" meant?`}`,
                resource: resourceOf(policy),
                confidence: 'medium',
                fixes:
                  close === undefined
                    ? []
                    : [correction(`Name namespace "${close}"`, within(policy, ...here, key, k), close)],
              });
            });
          }
          listOf(dig(from, 'source', 'principals')).forEach((value, k) => {
            const [, space, account] = /\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(textOf(value) ?? '') ?? [];
            if (space === undefined || account === undefined || account === 'default' || isOpenText(value)) return;
            if (!shows(lookup, 'ServiceAccount', space) || lookup.named('ServiceAccount', space, account).length > 0)
              return;
            if (isGatewayAccount(lookup, account, space)) return;
            report({
              at: within(policy, ...here, 'principals', k),
              message: `${titleOf(policy)} lets service account "${account}" of namespace "${space}" in, which no file declares: whoever creates it may call.`,
              resource: resourceOf(policy),
              confidence: 'medium',
              equivalents: ['kiali:KIA0106'],
            });
          });
        });
      });
    }
  },
});

/** Exact, or with a `*` at one end (Istio, "AuthorizationPolicy", string matching). */
function matches(pattern: string, text: string): boolean {
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? text.endsWith(pattern.slice(1)) : pattern === text;
}

function correction(title: string, at: ReturnType<typeof within>, value: string) {
  return { title, safety: 'behaviour' as const, patches: [{ op: 'set' as const, at, value }] };
}
