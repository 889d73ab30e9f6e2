import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { softened } from '../claims.ts';
import { supportedCycles } from '../end-of-life.ts';
import { imageUses, nameOf } from '../images.ts';
import { productOf } from '../products.ts';
import { fix, replace, textAt } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/untagged-image',
  title: 'Base image has no tag',
  why: 'Without a tag each build takes what is called latest on that day, so another program, or a hijacked one, comes in without a commit.',
  remedy: 'Name the version that was tested, better still with its digest.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1357, 829], stride: ['T'], cis: ['Docker 4.2'] },
  equivalents: [
    'hadolint:DL3006',
    'checkov:CKV_DOCKER_7',
    'trivy:DS-0001',
    'kics:9efb0b2d-89c9-41a3-91ca-dcc0aec911fd',
    'kics:image_version_not_explicit',
    'semgrep:missing-image-version',
    'sonar:S6596',
  ],
  concepts: ['base-image-untagged'],
  visits: 'dockerfile.file',
  check(file, report, { today }) {
    for (const { image, at, instruction, literal, isBase, stage } of imageUses(file)) {
      if (image.tag !== null || image.digest !== null) continue;
      const name = nameOf(image);
      const product = productOf(image);
      const tag = (product === undefined ? undefined : supportedCycles(product, today).at(-1)?.cycle) ?? 'version';
      report({
        at,
        message: `The image ${name} has no tag${literal ? '' : ' when the build gets no further arguments'}, so each build takes the latest of that day. Name the version that was tested.`,
        ...(isBase ? { severity: 'warning' } : softened(stage, 'warning')),
        // A digest is missing, too: one finding says both.
        equivalents: [...this.equivalents, 'semgrep:dockerfile-source-not-pinned', 'scout:not_pinned_digest'],
        fixes: literal
          ? fix('Add the tag', 'needs-value', [replace(at, `${textAt(instruction, at)}:${blank(tag)}`)])
          : [],
      });
    }
  },
});
