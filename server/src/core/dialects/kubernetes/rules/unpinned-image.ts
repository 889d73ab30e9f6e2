import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { imagePolicyIds, latestOnly, unpinned } from '../equivalents.ts';
import { fix } from '../repair.ts';
import { readText } from '../setting.ts';

/** Has the form of a digest and is none. */
const zeros = '0'.repeat(64);

export default defineRule({
  id: 'kubernetes/unpinned-image',
  title: 'Image is not pinned by its digest',
  why: 'A tag can be moved; only a digest fixes the bytes that were scanned and signed.',
  remedy: 'Add the digest behind the tag.',
  category: 'supply-chain',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [494], stride: ['T'], cis: ['Kubernetes 5.5.1'], owasp: ['K02:2022'] },
  equivalents: [...unpinned, ...imagePolicyIds.filter((it) => it !== latestOnly)],
  concepts: ['image-not-digest-pinned'],
  visits: 'kubernetes.container',
  check(container, report) {
    const { view } = container.image;
    const text = container.imageText;
    const image = container.imageReference;
    const broken = isBroken(text);
    // A missing or floating tag is the louder half of the same decision, and its rule answers for this one.
    if (
      !broken &&
      (!image || image.digest !== null || image.tag === null || image.tag === 'latest' || image.tag === undefined)
    )
      return;
    // With a tag the API chooses IfNotPresent where nothing is said: what a node has, it runs without asking.
    const cached = !container.workload.partial && readText(container.view, 'imagePullPolicy').state === 'absent';
    report({
      at: view.anchor(),
      message: broken
        ? `${container.title} of ${container.workload.object.title} names its image with a digest that is none: the node cannot pull it, and nothing is pinned. Copy the digest from the registry again.`
        : `${container.title} of ${container.workload.object.title} runs ${text} by a tag that can be moved to other bytes after they were scanned and signed${cached ? ', or from the cache of its node without asking the registry' : ''}. Add the digest: ${text}@sha256:...`,
      // The registry tells the digest, and is not asked from here.
      fixes:
        image && !broken && view.text === image.text
          ? fix(
              'Add the digest',
              'needs-value',
              [view],
              [{ op: 'rewrite', at: { ...view.anchor(), span: image.digestSpan }, text: `@sha256:${blank(zeros)}` }],
            )
          : [],
      equivalents: broken ? ['kubescape:C-0306'] : cached ? this.equivalents : unpinned,
    });
  },
});

/** A digest of a known algorithm that has not its length, or is not in lower case. */
function isBroken(image: string): boolean {
  const [, algorithm, hash = ''] = /@(sha256|sha512|blake3):([^{}$<>]*)$/.exec(image) ?? [];
  return algorithm !== undefined && !new RegExp(`^[0-9a-f]{${algorithm === 'sha512' ? 128 : 64}}$`).test(hash);
}
