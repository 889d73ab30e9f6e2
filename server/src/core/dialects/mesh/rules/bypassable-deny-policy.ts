import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';

export default defineRule({
  id: 'mesh/bypassable-deny-policy',
  title: 'Denied path can be spelled another way',
  why: 'A list of what is forbidden is only as good as its spelling: what is below the path, or has another port in the host, passes.',
  remedy: 'Deny the path with everything below it, or better: allow what is meant and nothing else.',
  category: 'authorization',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [178, 863], stride: ['E'], owasp: ['API5:2023'] },
  equivalents: [],
  concepts: ['deny-policy-path-bypass'],
  visits: 'mesh.resource',
  check(object, report) {
    if (!object.isIstio('AuthorizationPolicy') || object.spec.get('action').text !== 'DENY') return;
    const operations = object.rules.flatMap((rule) => rule.get('to').items.map((it) => it.get('operation')));
    for (const operation of operations) {
      variants(operation.get('paths'), (path) =>
        /[*{]/.test(path) || path === '/' || !path.startsWith('/') ? undefined : `${path.replace(/\/$/, '')}/*`,
      ).forEach(({ item, missing }) => {
        report({
          at: item.anchor(),
          message: `${object.title} denies "${item.text ?? ''}" and not what is below it: "${missing}" passes. Deny both, or allow only what is meant.`,
          fixes: addition(operation.get('paths'), missing),
        });
      });
      variants(operation.get('hosts'), (host) => (/[*:]/.test(host) ? undefined : `${host}:*`)).forEach(
        ({ item, missing }) => {
          report({
            at: item.anchor(),
            message: `${object.title} denies the host "${item.text ?? ''}" and not the same with a port: a request for "${item.text ?? ''}:443" passes. Deny both.`,
            fixes: addition(operation.get('hosts'), missing),
          });
        },
      );
    }
  },
});

/** Items of a list whose other spelling is not in it. */
function variants(
  list: View,
  other: (text: string) => string | undefined,
): readonly { readonly item: View; readonly missing: string }[] {
  const texts = new Set(list.items.map((it) => it.text));
  // A path that begins like a shorter denied prefix is covered by it.
  const prefixes = [...texts].flatMap((it) => (it?.endsWith('*') ? [it.slice(0, -1)] : []));
  return list.items.flatMap((item) => {
    const missing = item.text === undefined || item.text.includes('{{') ? undefined : other(item.text);
    if (missing === undefined || texts.has(missing) || prefixes.some((it) => missing.startsWith(it))) return [];
    return [{ item, missing }];
  });
}

function addition(list: View, value: string) {
  if (list.inherited) return [];
  return [
    {
      title: `Deny "${value}" too`,
      safety: 'behaviour' as const,
      patches: [{ op: 'append' as const, at: list.anchor(), value }],
    },
  ];
}
