import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { isEmpty, readCollection } from '../setting.ts';

const everybody = ['trivy:KSV-0038'];
const allPods = ['kyverno:restrict-networkpolicy-empty-podselector'];

export default defineRule({
  id: 'kubernetes/open-network-policy',
  title: 'Network policy opens more than it closes',
  why: 'A rule without peers lets everybody in, and one for all pods opens each of them, those that are added later too.',
  remedy: 'Name the pods that are meant and who may talk to them.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [284], stride: ['S', 'I'], cis: ['Kubernetes 5.3.2'], owasp: ['K07:2022'] },
  equivalents: [...everybody, ...allPods],
  concepts: ['network-policy-no-selector', 'network-policy-empty-pod-selector'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!object.isA(['networking.k8s.io', 'extensions'], 'NetworkPolicy')) return;
    const selector = readCollection(object.spec, 'podSelector');
    const rules = [...object.spec.get('ingress').items, ...object.spec.get('egress').items];
    if (selector.state === 'unknown' || rules.every(isAboutDns)) return;
    const forAll = selector.state === 'absent' || isEmpty(selector) || isEmptySelector(selector.value);
    if (!forAll) return;
    const peers = rules.flatMap((it) => [...it.get('from').items, ...it.get('to').items]);
    const selects = peers.some((it) => ['podSelector', 'namespaceSelector'].some((name) => it.get(name).exists));
    report({
      at: selector.state === 'set' ? selector.view.anchor('key') : object.at,
      message: `${object.title} opens every pod of its namespace at once, those that are added later too${selects ? '' : ', and names no pods or namespaces that may talk to them'}. Name the pods that are meant; a policy for all pods should only close.`,
      equivalents: [...(selects ? [] : everybody), ...allPods],
      severity: selects ? 'hint' : 'info',
    });
  },
});

function isEmptySelector(selector: View): boolean {
  return isEmpty(readCollection(selector, 'matchLabels')) && isEmpty(readCollection(selector, 'matchExpressions'));
}

/** Every pod asks for names: a rule for port 53 alone is meant for all. */
function isAboutDns(rule: View): boolean {
  const ports = rule.get('ports').items;
  return ports.length > 0 && ports.every((it) => it.get('port').text === '53');
}
