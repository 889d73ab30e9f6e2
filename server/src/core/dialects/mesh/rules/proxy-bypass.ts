import { defineRule } from '../../../rules/rule.ts';
import type { Mark } from '../../kubernetes/resource.ts';
import { marksOf } from '../../kubernetes/resource.ts';
import { fixByRemoving } from '../../kubernetes/repair.ts';

const linkerd = ['kyverno:prevent-linkerd-port-skipping'];
const names: readonly { readonly name: RegExp; readonly what: string; readonly linkerd: boolean }[] = [
  { name: /^traffic\.sidecar\.istio\.io\/excludeInboundPorts$/, what: 'incoming', linkerd: false },
  {
    name: /^traffic\.sidecar\.istio\.io\/exclude(?:OutboundPorts|OutboundIPRanges|Interfaces)$/,
    what: 'outgoing',
    linkerd: false,
  },
  { name: /^config\.linkerd\.io\/skip-inbound-ports$/, what: 'incoming', linkerd: true },
  { name: /^config\.linkerd\.io\/skip-outbound-ports$/, what: 'outgoing', linkerd: true },
];

export default defineRule({
  id: 'mesh/proxy-bypass',
  title: 'Traffic goes past the mesh proxy',
  why: 'For these ports or addresses there is no mutual TLS, no policy and no trace: whoever calls there is not asked who he is.',
  remedy: 'Remove the annotation, or keep it to ports that need no protection.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [693, 319], stride: ['S', 'I'] },
  equivalents: linkerd,
  concepts: ['proxy-traffic-excluded'],
  visits: ['kubernetes.workload', 'kubernetes.resource'],
  check(noun, report) {
    const namespace = 'isA' in noun;
    if (namespace && !noun.isA('', 'Namespace')) return;
    const title = namespace ? noun.title : noun.object.title;
    const marks: readonly Mark[] = namespace ? noun.annotations : marksOf(noun.pod.at('metadata', 'annotations'));
    for (const { name, value, view } of marks) {
      const known = names.find((it) => it.name.test(name));
      if (!known || value === undefined || value === '') continue;
      const all = /(?:^|,)\s*(?:\*|0\.0\.0\.0\/0|::\/0|0-65535|1-65535)\s*(?:,|$)/.test(value);
      report({
        at: view.anchor(),
        message: `${title} leads ${known.what} traffic for ${value} past the mesh proxy: no mutual TLS and no policy applies there. Remove ${name}, or keep it to ports that need none.`,
        ...(all ? { severity: 'error', reason: 'it excludes everything' } : {}),
        equivalents: known.linkerd ? linkerd : [],
        fixes: fixByRemoving(view, `Lead ${known.what} traffic through the proxy`),
      });
    }
  },
});
