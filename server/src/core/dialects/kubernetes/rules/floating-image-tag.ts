import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { unpinned } from '../equivalents.ts';
import { fix } from '../repair.ts';

export default defineRule({
  id: 'kubernetes/floating-image-tag',
  title: 'Image has no fixed tag',
  why: 'What runs changes with every pull: a pushed or hijacked tag reaches production without review, and rolling back brings the same image again.',
  remedy: 'Name a version, and better its digest.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [829], stride: ['T'], cis: ['Kubernetes 5.5.1'], owasp: ['K02:2022'] },
  equivalents: [
    'checkov:CKV_K8S_14',
    'trivy:KSV-0013',
    'kube-linter:latest-tag',
    'kube-score:container-image-tag',
    'kics:invalid_image',
    'polaris:tagNotSpecified',
    'kyverno:disallow-latest-tag',
    'gatekeeper:K8sDisallowedTags',
    ...unpinned,
  ],
  concepts: ['image-tag-floating', 'image-not-digest-pinned'],
  visits: 'kubernetes.container',
  check(container, report) {
    const image = container.imageReference;
    if (!image || image.digest !== null || (image.tag !== null && image.tag !== 'latest')) return;
    const { view } = container.image;
    const what = image.tag === null ? 'no tag' : 'the tag latest';
    report({
      at: view.anchor(),
      message: `${container.title} of ${container.workload.object.title} runs ${container.imageText} with ${what}: what that is changes without a change here, and a hijacked tag is rolled out unseen. Name a version, better its digest.`,
      ...(container.list === 'ephemeralContainers'
        ? { severity: 'info', reason: 'a debug container, not part of the service' }
        : {}),
      // Which version was tested is not written anywhere here, so only the user can name it.
      fixes:
        view.text === image.text
          ? fix(
              'Name a version',
              'needs-value',
              [view],
              [{ op: 'rewrite', at: { ...view.anchor(), span: image.tagSpan }, text: `:${blank('version')}` }],
            )
          : [],
    });
  },
});
