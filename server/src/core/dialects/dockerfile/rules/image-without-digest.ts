import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { isMovingTag } from '../../../syntax/moving-tag.ts';
import { imageUses, nameOf } from '../images.ts';
import { fix, replace, textAt } from '../repair.ts';

export default defineRule({
  id: 'dockerfile/image-without-digest',
  title: 'Base image is not pinned to a digest',
  why: 'A tag can be pushed again with another content; only a digest proves that what is built is what was reviewed.',
  remedy: 'Append the digest, and let a bot keep it fresh.',
  category: 'supply-chain',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [829, 494], stride: ['T'], cis: ['Docker 4.2'] },
  equivalents: ['semgrep:dockerfile-source-not-pinned', 'sonar:S7023', 'scout:not_pinned_digest'],
  concepts: ['base-image-not-digest-pinned'],
  visits: 'dockerfile.file',
  check(file, report) {
    const group = {
      key: 'digest',
      message: (count: number): string =>
        `${count} images have tags, which their owners can push again. Append the digests to be sure that what was reviewed is built.`,
    };
    for (const { image, at, instruction, literal } of imageUses(file)) {
      const { tag, digest } = image;
      if (typeof tag !== 'string' || digest !== null || isMovingTag(tag.split('-')[0] ?? '')) continue;
      const pinned = `${textAt(instruction, at)}@sha256:${blank('0'.repeat(64))}`;
      report({
        at,
        message: `${nameOf(image)} has the tag ${tag}, which its owner can push again. Append the digest to be sure that what was reviewed is built.`,
        group,
        fixes: literal ? fix('Append the digest', 'needs-value', [replace(at, pinned)]) : [],
      });
    }
    for (const { base, at } of file.stages) {
      if (base.kind !== 'unknown' || !/^[^$]*@[^$]*$/.test(base.text)) continue;
      report({
        at,
        message: `${base.text} has no valid digest behind the @: it must be sha256: and 64 hexadecimal digits. Without it the image is not pinned.`,
        group,
      });
    }
  },
});
