import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { isMovingTag } from '../../../syntax/moving-tag.ts';
import { isBuiltHere, ownImage } from '../images.ts';
import { rewriteFix, softened } from '../claims.ts';

export default defineRule({
  id: 'compose/moving-image-tag',
  title: 'Image has no tag, or one that moves',
  why: 'The next start may fetch another program than the one that was tested, and a hijacked tag comes in without a commit.',
  remedy: 'Name a version, better still with its digest.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1357, 829], stride: ['T'], cis: ['Docker 5.28'] },
  equivalents: ['compose-lint:CL-0004', 'dclint:service-image-require-explicit-tag', 'trivy:USR-COMPOSE-0001'],
  concepts: ['image-untagged-or-moving'],
  visits: 'compose.service',
  check(service, report) {
    const view = service.view.get('image');
    const reference = ownImage(view);
    if (!reference || reference.tag === undefined || reference.digest !== null) return;
    if (reference.tag !== null && !isMovingTag(reference.tag)) return;
    // The tag of an image that is built here names the local result, and says nothing about a registry.
    if (isBuiltHere(service)) return;
    report({
      at: view.anchor(),
      message:
        reference.tag === null
          ? `The image of service "${service.name}" has no tag, so each pull may bring another program. Name the version that was tested.`
          : `The image of service "${service.name}" has the moving tag "${reference.tag}", so each pull may bring another program. Name the version that was tested.`,
      ...softened(service, 'warning'),
      // Which version was tested is not written anywhere here, so only the user can name it.
      fixes:
        service.image?.certainty === 'literal'
          ? rewriteFix(view, ...reference.tagSpan, `:${blank('version')}`, 'Name a version', 'needs-value')
          : [],
    });
  },
});
