import { defineRule } from '../../../rules/rule.ts';
import { isMovingTag } from '../../../syntax/moving-tag.ts';
import { isBuiltHere, ownImage } from '../images.ts';
import { blank } from '../../../fix/patch.ts';
import { rewriteFix, softened } from '../claims.ts';

export default defineRule({
  id: 'compose/image-without-digest',
  title: 'Image is not pinned to a digest',
  why: 'A tag can be pushed again with another content; a digest cannot.',
  remedy: 'Append the digest of the image that was tested.',
  category: 'supply-chain',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [829, 494], stride: ['T'] },
  equivalents: ['compose-lint:CL-0019'],
  concepts: ['image-not-digest-pinned'],
  visits: 'compose.service',
  check(service, report) {
    const view = service.view.get('image');
    const reference = ownImage(view);
    if (!reference || typeof reference.tag !== 'string' || reference.digest !== null) return;
    if (isMovingTag(reference.tag) || isBuiltHere(service)) return;
    const text = service.image?.source ?? '';
    report({
      at: view.anchor(),
      message: `The image of service "${service.name}" has the tag "${reference.tag}", which its owner can push again. Append the digest to be sure that the tested image runs.`,
      ...softened(service, 'info'),
      fixes: rewriteFix(
        view,
        text.length,
        text.length,
        `@sha256:${blank('digest')}`,
        'Append the digest',
        'needs-value',
      ),
    });
  },
});
