import { defineRule } from '../../../rules/rule.ts';
import { is, readText } from '../setting.ts';
import { isWorkload } from '../workload.ts';

export default defineRule({
  id: 'kubernetes/retired-ingress-nginx',
  title: 'Ingress controller gets no fixes any more',
  why: 'The community controller ingress-nginx was retired in March 2026: flaws that are found in it at the edge of the cluster stay open.',
  remedy: 'Move to a controller that is maintained, or to the Gateway API.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1104], stride: ['T', 'E'] },
  equivalents: ['kubescape:C-0292'],
  concepts: ['ingress-nginx-controller-retired'],
  visits: ['kubernetes.workload', 'kubernetes.resource'],
  check(noun, report) {
    const advice =
      'Since March 2026 it gets no fixes, and it stands at the edge of the cluster. Move to a controller that is maintained, or to the Gateway API.';
    if (isWorkload(noun)) {
      for (const container of noun.containers) {
        if (!/(?:^|\/)(?:ingress-nginx\/controller|nginx-ingress-controller)(?:[:@]|$)/.test(container.imageText))
          continue;
        report({
          at: container.image.view.anchor(),
          message: `${noun.object.title} runs the community controller ingress-nginx. ${advice}`,
        });
      }
      return;
    }
    const controller = readText(noun.spec, 'controller');
    if (!noun.isA('networking.k8s.io', 'IngressClass') || !is(controller, 'k8s.io/ingress-nginx')) return;
    report({
      at: controller.view.anchor(),
      message: `${noun.title} is served by the community controller ingress-nginx. ${advice}`,
    });
  },
});
