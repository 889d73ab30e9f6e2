import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../repair.ts';
import { valueOf } from '../setting.ts';

const retired: readonly string[] = ['k8s.gcr.io/', 'gcr.io/google-containers/', 'gcr.io/google_containers/'];

export default defineRule({
  id: 'kubernetes/retired-registry',
  title: 'Image comes from a registry that is frozen',
  why: 'Images there have had no fix since 2023 and will get none; what is vulnerable stays so.',
  remedy: 'Take the image from registry.k8s.io.',
  category: 'supply-chain',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1104], stride: ['T'], owasp: ['K02:2022'] },
  equivalents: ['kubescape:C-0253', 'kyverno:restrict-deprecated-registry', 'gatekeeper:K8sDisallowedRepos'],
  concepts: ['image-registry-retired'],
  visits: 'kubernetes.container',
  check(container, report) {
    const image = valueOf(container.image);
    const prefix = retired.find((it) => image?.startsWith(it));
    if (prefix === undefined) return;
    const { view } = container.image;
    report({
      at: view.anchor(),
      message: `${container.title} of ${container.workload.object.title} runs an image of ${prefix.slice(0, -1)}, which has been frozen since 2023 and gets no fixes. Take it from registry.k8s.io, where newer versions are as well.`,
      fixes: fix(
        'Take the image from registry.k8s.io',
        'behaviour',
        [view],
        [{ op: 'rewrite', at: { ...view.anchor('value'), span: [0, prefix.length] }, text: 'registry.k8s.io/' }],
      ),
    });
  },
});
