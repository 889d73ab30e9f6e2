import { defineRule } from '../../../rules/rule.ts';
import { imagePolicyIds, latestOnly } from '../equivalents.ts';
import { fixBySetting } from '../repair.ts';
import { is, readText } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/cached-image',
  title: 'Image is run from the cache of the node',
  why: 'Any pod on the node may run a private image that lies there already, without credentials for it, and a tag that was moved stays stale.',
  remedy: 'Set imagePullPolicy to Always, or pin the image by its digest.',
  category: 'supply-chain',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [829], stride: ['T', 'I'], owasp: ['K02:2022'] },
  equivalents: imagePolicyIds,
  concepts: ['image-pull-policy'],
  visits: 'kubernetes.container',
  check(container, report) {
    const image = container.imageReference;
    const policy = readText(container.view, 'imagePullPolicy');
    if (!image || image.digest !== null || image.tag === undefined || container.workload.partial) return;
    const floating = image.tag === null || image.tag === 'latest';
    // Where nothing is said, the API chooses Always for floating tags and IfNotPresent for the others: there the tag
    // is the decision to make, and its rule answers for this one.
    if (policy.state !== 'set' || (!is(policy, 'IfNotPresent') && !is(policy, 'Never'))) return;
    const stale = floating;
    report({
      at: policy.view.anchor(),
      message: stale
        ? `${container.title} of ${container.workload.object.title} runs whatever ${container.imageText} was when the node last pulled it: nodes run different code under one name. Set imagePullPolicy to Always, or name a version.`
        : `${container.title} of ${container.workload.object.title} may run ${container.imageText} from the cache of its node without asking the registry, and so without proof that this pod may have it. Set imagePullPolicy to Always, or pin the digest.`,
      ...(stale ? { severity: 'info' } : {}),
      equivalents: stale ? this.equivalents : this.equivalents.filter((it) => it !== latestOnly),
      fixes: fixBySetting(container.view.get('imagePullPolicy'), 'Always', 'Set imagePullPolicy to Always'),
    });
  },
});
