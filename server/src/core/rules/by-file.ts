import type { Finding } from './finding.ts';

/** Findings by the file that they stand in. What two documents say alike of a part that they share is said once. */
export function byFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const files = new Map<string, Finding[]>();
  const seen = new Set<string>();
  for (const finding of findings) {
    const { file } = finding.at;
    const place = placeOf(finding);
    if (seen.has(place)) continue;
    seen.add(place);
    const list = files.get(file);
    if (list) list.push(finding);
    else files.set(file, [finding]);
  }
  return files;
}

/** Worked out once for each finding: there may be very many, and an edit changes few. */
const places = new WeakMap<Finding, string>();

function placeOf(finding: Finding): string {
  let place = places.get(finding);
  if (place === undefined) places.set(finding, (place = JSON.stringify([finding.rule, finding.at, finding.message])));
  return place;
}
