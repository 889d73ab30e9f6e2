import { defineRule } from '../../../rules/rule.ts';
import { canonicalName, type ImageReference } from '../../../syntax/image-reference.ts';
import { rewriteFix } from '../claims.ts';
import { isBuiltHere, ownImage } from '../images.ts';
import type { ComposeService } from '../service.ts';

interface Use {
  readonly service: ComposeService;
  readonly image: ImageReference;
  readonly tag: string;
}

export default defineRule({
  id: 'compose/image-version-drift',
  title: 'The same image runs in different versions',
  why: 'The copy that was forgotten keeps the flaw that was fixed elsewhere.',
  remedy: 'Use one version everywhere.',
  category: 'supply-chain',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1104], stride: ['T'], cis: ['Docker 5.28'] },
  equivalents: [],
  concepts: ['image-version-drift'],
  visits: 'compose.project',
  check(project, report) {
    const byName = new Map<string, Use[]>();
    for (const service of project.services) {
      const image = ownImage(service.view.get('image'));
      const name = image && canonicalName(image);
      if (!image || name === undefined || image.tag === undefined || image.digest !== null || isBuiltHere(service))
        continue;
      byName.set(name, [...(byName.get(name) ?? []), { service, image, tag: image.tag ?? 'latest' }]);
    }
    for (const uses of byName.values()) {
      const newest = uses.reduce((best, it) => (compare(it.tag, best.tag) > 0 ? it : best));
      for (const use of uses) {
        // Variants of one version, such as -alpine, and canaries are chosen on purpose.
        if (use.tag === newest.tag || compare(use.tag, newest.tag) >= 0 || variantOf(use.tag) !== variantOf(newest.tag))
          continue;
        const view = use.service.view.get('image');
        const [start, end] = use.image.tagSpan;
        const literal = use.service.image?.certainty === 'literal';
        report({
          at: view.anchor(),
          message: `Service "${use.service.name}" runs ${use.image.shortName ?? 'an image'} in version ${use.tag}, while "${newest.service.name}" runs ${newest.tag}: what was fixed between the two is still open here. Use one version.`,
          related: [
            { message: `"${newest.service.name}" runs ${newest.tag}`, at: newest.service.view.get('image').anchor() },
          ],
          fixes:
            literal && use.image.tag !== null
              ? rewriteFix(view, start + 1, end, newest.tag, `Use version ${newest.tag}`)
              : [],
        });
      }
    }
  },
});

/** What stands behind the version's numbers: "-alpine" of "3.1-alpine". */
function variantOf(tag: string): string {
  return tag.replace(/^v?\d+(?:\.\d+)*/, '');
}

function numbers(tag: string): readonly number[] {
  return /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1]?.split('.').map(Number) ?? [];
}

/** By their numbers; tags without numbers are equal to everything. */
function compare(one: string, other: string): number {
  const [a, b] = [numbers(one), numbers(other)];
  if (a.length === 0 || b.length === 0) return 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
