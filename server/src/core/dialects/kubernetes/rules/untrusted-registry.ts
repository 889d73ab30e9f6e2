import { defineRule } from '../../../rules/rule.ts';
import { canonicalName } from '../../../syntax/image-reference.ts';

export default defineRule({
  id: 'kubernetes/untrusted-registry',
  title: 'Image comes from a registry that the team does not trust',
  why: "Public registries hold look-alikes and abandoned images; one typing error pulls a stranger's code into the cluster.",
  remedy: 'Take the image from one of the trusted registries, or add its registry to the policy.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [829], stride: ['T', 'S'], cis: ['Kubernetes 5.5.1'], owasp: ['K02:2022'] },
  equivalents: [
    'trivy:KSV-0125',
    'trivy:KSV-0032',
    'trivy:KSV-0033',
    'trivy:KSV-0034',
    'trivy:KSV-0035',
    'kubescape:C-0001',
    'kubescape:C-0078',
    'kyverno:restrict-image-registries',
    'gatekeeper:K8sAllowedRepos',
  ],
  concepts: ['image-registry-untrusted'],
  visits: 'kubernetes.container',
  check(container, report, { options }) {
    const image = container.imageReference;
    const name = image && canonicalName(image);
    if (name === undefined || options.trustedRegistries.length === 0) return;
    // A prefix ends at a slash: "ghcr.io/acme" does not trust "ghcr.io/acme-evil".
    if (options.trustedRegistries.some((it) => `${name}/`.startsWith(it.endsWith('/') ? it : `${it}/`))) return;
    report({
      at: container.image.view.anchor(),
      message: `${container.title} of ${container.workload.object.title} takes its image from ${image?.registry ?? 'a registry'}, which is not among the trusted registries of .parapet.yaml. Take it from one of those, or add it there.`,
    });
  },
});
