import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { isMovingTag } from '../../../syntax/moving-tag.ts';
import { supportedCycles } from '../end-of-life.ts';
import { imageUses, nameOf } from '../images.ts';
import { productOf } from '../products.ts';
import { fix, rangeOf, replace } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/moving-image-tag',
  title: 'Base image has a tag that moves',
  why: 'A tag such as latest names another image tomorrow, so two builds of one commit differ and nobody sees what came in.',
  remedy: 'Name the version that was tested, better still with its digest.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1357, 829], stride: ['T'], cis: ['Docker 4.2'] },
  equivalents: [
    'hadolint:DL3007',
    'checkov:CKV_DOCKER_7',
    'trivy:DS-0001',
    'kics:f45ea400-6bbe-4501-9fc7-1c3d75c32067',
    'kics:image_version_using_latest',
    'semgrep:avoid-latest-version',
    'sonar:S6596',
    'terrascan:AC_DOCKER_0041',
    'dockle:DKL-DI-0006',
  ],
  concepts: ['base-image-latest'],
  visits: 'dockerfile.file',
  check(file, report, { today }) {
    for (const { image, at, instruction, literal } of imageUses(file)) {
      const { tag, digest } = image;
      if (typeof tag !== 'string' || digest !== null) continue;
      const [first = ''] = tag.split('-');
      if (!isMovingTag(first)) continue;
      const latest = first === 'latest';
      const product = productOf(image);
      const version = (product === undefined ? undefined : supportedCycles(product, today).at(-1)?.cycle) ?? 'version';
      const start = rangeOf(instruction, at).start + image.tagSpan[0] + 1;
      report({
        at,
        message: `The tag ${tag} of ${nameOf(image)} moves from one image to the next, so each build may bring another one. Name the version that was tested.`,
        ...(latest ? {} : { severity: 'info', reason: 'The tag follows one line of releases.' }),
        equivalents: [
          ...(latest ? this.equivalents : []),
          'semgrep:dockerfile-source-not-pinned',
          'scout:not_pinned_digest',
        ],
        fixes:
          literal && at.route.length === 3
            ? fix('Name a version', 'needs-value', [
                replace(instruction.spanAt({ start, end: start + first.length }), blank(version)),
              ])
            : [],
      });
    }
  },
});
