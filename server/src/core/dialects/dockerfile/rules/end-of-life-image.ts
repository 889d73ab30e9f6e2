import { defineRule } from '../../../rules/rule.ts';
import type { ImageReference } from '../../../syntax/image-reference.ts';
import { softened } from '../claims.ts';
import { type Cycle, addDays, supportedCycles } from '../end-of-life.ts';
import { imageUses, nameOf } from '../images.ts';
import { productName } from '../product-names.ts';
import { type Line, linesOf } from '../products.ts';
import { fix, rangeOf, replace } from '../repair.ts';

/** Repositories that their owners have given up, with their heirs. */
const ABANDONED: ReadonlyMap<string, string> = new Map([
  ['library/openjdk', 'eclipse-temurin'],
  ['library/java', 'eclipse-temurin'],
  ['library/adoptopenjdk', 'eclipse-temurin'],
  ['library/centos', 'almalinux or rockylinux'],
  ['microsoft/dotnet', 'mcr.microsoft.com/dotnet'],
]);

export default defineRule({
  id: 'dockerfile/end-of-life-image',
  title: 'Base image belongs to a line without security fixes',
  why: 'Flaws of the language runtime or of the distribution that are found from now on stay open in the service.',
  remedy: 'Move to a line that is still supported.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [1104, 1395], stride: ['T', 'E'], cis: ['Docker 4.4'] },
  equivalents: ['scout:critical_high_vulnerabilities', 'scout:vulnerabilities', 'scout:recommended_tag'],
  concepts: ['base-image-end-of-life', 'base-image-known-vulnerabilities'],
  visits: 'dockerfile.file',
  check(file, report, { today }) {
    for (const { image, at, instruction, literal, isBase, stage } of imageUses(file)) {
      if (!isBase) continue;
      const ended = linesOf(image).filter(({ cycle }) => cycle.end !== undefined && cycle.end < today);
      const [first] = ended;
      const heir = image.registry === 'docker.io' ? ABANDONED.get(image.repository ?? '') : undefined;
      const start = rangeOf(instruction, at).start;
      if (first !== undefined) {
        const kept = ended.every(({ cycle }) => cycle.extended !== undefined && cycle.extended >= today);
        report({
          at,
          message: `${listed(ended, today)}: new flaws stay open in this image. Move to a supported line${heir === undefined ? '' : ` of ${heir}`}.`,
          ...(kept
            ? { severity: 'info', reason: 'Volunteers still fix the most important flaws.' }
            : softened(stage, 'warning')),
          fixes:
            literal && heir === undefined && image.digest === null && typeof image.tag === 'string'
              ? moved(image, ended, today).flatMap((text) =>
                  fix(`Move to ${nameOf(image)}:${text}`, 'behaviour', [
                    replace(
                      instruction.spanAt({ start: start + image.tagSpan[0] + 1, end: start + image.tagSpan[1] }),
                      text,
                    ),
                  ]),
                )
              : [],
        });
      } else if (heir !== undefined) {
        const text = literal && image.digest === null ? successor(image) : undefined;
        report({
          at,
          message: `The repository ${nameOf(image)} was given up by its owners and gets no fixes any more. Use ${heir} instead.`,
          ...softened(stage, 'warning'),
          fixes: text === undefined ? [] : fix(`Use ${text}`, 'behaviour', [replace(at, text)]),
        });
      } else {
        const soon = linesOf(image).find(({ cycle }) => cycle.end !== undefined && cycle.end < addDays(today, 90));
        if (soon === undefined) continue;
        report({
          at,
          message: `${named(soon.cycle)} gets security fixes only until ${soon.cycle.end ?? ''}. Plan the move to a newer line.`,
          severity: 'info',
          reason: 'Support has not ended yet.',
        });
      }
    }
  },
});

function named({ product, cycle }: Cycle): string {
  return `${productName(product)} ${cycle}`;
}

/** "Python 3.8 got its last security fix on 2024-10-07, Debian 10 on 2022-09-10". */
function listed(ended: readonly Line[], today: string): string {
  const [first, ...others] = ended.map(({ cycle }) => `${named(cycle)}${support(cycle, today)} ${cycle.end ?? ''}`);
  return [first, ...others].join(', ');
}

function support({ extended, older }: Cycle, today: string): string {
  return extended !== undefined && extended >= today
    ? ` (volunteers go on until ${extended}) left support on`
    : ` left support ${older ? 'before' : 'on'}`;
}

/** The tag with every ended line replaced by the oldest that is still supported; none when one has no successor. */
function moved(image: ImageReference, ended: readonly Line[], today: string): readonly string[] {
  let text = image.tag ?? '';
  for (const { cycle, span } of [...ended].sort((a, b) => (b.span?.[0] ?? 0) - (a.span?.[0] ?? 0))) {
    const next = supportedCycles(cycle.product, today);
    const heir =
      cycle.product === 'alpine' || cycle.product === 'debian'
        ? next.at(-1)
        : next.find((it) => Number(it.cycle.split('.')[0]) >= Number(cycle.cycle.split('.')[0]));
    if (span === null || heir === undefined) return [];
    const written = text.slice(span[0], span[1]);
    const named = /^[a-z]/.test(written) ? (heir.codename ?? heir.cycle) : dotted(cycle.product, written, heir.cycle);
    text = text.slice(0, span[0]) + named + text.slice(span[1]);
  }
  return text === image.tag ? [] : [text];
}

/** .NET images are tagged 8.0, though the line is called 8. */
function dotted(product: string, written: string, cycle: string): string {
  return product === 'dotnet' && written.includes('.') && !cycle.includes('.') ? `${cycle}.0` : cycle;
}

/** `openjdk:17-jdk-slim` as an image of Eclipse Temurin. */
function successor(image: ImageReference): string | undefined {
  const match = /^(\d+)(?:[.u\d-]*)?-?(jdk|jre)?/.exec(image.tag ?? '');
  const version = match?.[1] ?? '';
  if (!/^(?:8|11|17|21|25)$/.test(version) || !/^library\/(?:openjdk|java|adoptopenjdk)$/.test(image.repository ?? ''))
    return undefined;
  const kind = /jre/.test(image.tag ?? '') ? 'jre' : 'jdk';
  return `eclipse-temurin:${version}-${kind}${/alpine/.test(image.tag ?? '') ? '-alpine' : ''}`;
}
