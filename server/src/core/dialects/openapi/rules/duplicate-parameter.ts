import { sameElements } from '../../../cells/same.ts';
import { defineRule, type Report, type Reporter } from '../../../rules/rule.ts';
import type { Anchor } from '../../../syntax/anchor.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../fixes.ts';
import type { Parameter } from '../parameter.ts';
import { cellsWithin } from '../suspects.ts';

const sameCase = [
  'kics:ab871897-ec02-4835-9818-702536ee1dda',
  'kics:f5b2e6af-76f5-496d-8482-8f898c5fdb4a',
  'redocly:operation-parameters-unique',
  'spectral:operation-parameters',
  'spectral:path-params',
  'vacuum:operation-parameters',
  'vacuum:path-params',
];
const otherCase = ['kics:05505192-ba2c-4a81-9b25-dcdbcc973746', 'kics:bd2cbef5-62c4-40f1-af07-4b7f9ced6616'];

export default defineRule({
  id: 'openapi/duplicate-parameter',
  title: 'Parameter is declared twice',
  why: 'Validation sees one of the two and the code the other: an invitation to smuggle a second value past the check.',
  remedy: 'Declare it once. Header names are equal whatever their case.',
  category: 'input-validation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [235, 436], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:ab871897-ec02-4835-9818-702536ee1dda',
    'kics:f5b2e6af-76f5-496d-8482-8f898c5fdb4a',
    'redocly:operation-parameters-unique',
    'spectral:operation-parameters',
    'spectral:path-params',
    'vacuum:operation-parameters',
    'vacuum:path-params',
    'kics:05505192-ba2c-4a81-9b25-dcdbcc973746',
    'kics:bd2cbef5-62c4-40f1-af07-4b7f9ced6616',
  ],
  concepts: ['duplicate-parameter', 'duplicate-header-parameter'],
  visits: ['openapi.operation', 'openapi.document'],
  check(noun, report) {
    if ('method' in noun) {
      const find = (entry: View): Parameter | undefined => noun.document.parameter(entry);
      judge(noun.view.get('parameters').items, find, `on ${noun.label}`, report, noun.pathItem.get('parameters').items);
      return;
    }
    const find = (entry: View): Parameter | undefined => noun.parameter(entry);
    for (const [, item] of noun.view.get('paths').entries) for (const it of ofPath(noun, item)) report(it);
    // Shared parameters that are the same header are used together sooner or later.
    const headers = noun
      .section('parameters')
      .entries.map(([, entry]) => entry)
      .filter((it) => noun.parameter(it)?.location === 'header');
    judge(headers, find, 'among the shared parameters', report);
  },
});

function judge(
  entries: readonly View[],
  find: (entry: View) => Parameter | undefined,
  whose: string,
  report: Reporter,
  overrides: readonly View[] = [],
): void {
  if (!hasTwins([...overrides, ...entries], find)) return;
  const seen = new Map<string, { name: string; at: Anchor | undefined; entry: View; parameter: Parameter }>();
  for (const entry of [...overrides, ...entries]) {
    const parameter = find(entry);
    if (!parameter || parameter.name === '' || parameter.location === undefined) continue;
    const header = parameter.location === 'header';
    const key = keyOf(parameter);
    const before = seen.get(key);
    const first = before?.name;
    const place = entry === parameter.view ? parameter.at : entry.anchor();
    seen.set(key, { name: parameter.name, at: entries.includes(entry) ? place : undefined, entry, parameter });
    // An operation may override the parameter of its path under the same name.
    if (
      first === undefined ||
      !entries.includes(entry) ||
      (first === parameter.name && overrides.length > 0 && !withinOne(entries, entry, key, find))
    )
      continue;
    const exact = first === parameter.name;
    const claim = {
      message: exact
        ? `"${parameter.name}" (${parameter.location}) is declared twice ${whose}: validation and code may see different values.`
        : `The headers "${first}" and "${parameter.name}" ${whose} are one and the same: names of headers ignore case.`,
      equivalents: exact ? (header ? [...sameCase, ...otherCase] : sameCase) : otherCase,
    };
    // Either may be the one to change, so it is told at both; the edit is offered at the later one.
    if (before?.at) report({ ...claim, at: before.at });
    // The one that says more stays.
    const earlier = before && entries.includes(before.entry) && weightOf(before.parameter) < weightOf(parameter);
    report({
      ...claim,
      at: place,
      fixes: [
        earlier
          ? fix('Remove the first one', 'behaviour', { op: 'remove', at: before.entry.anchor() })
          : fix('Remove the second one', 'behaviour', { op: 'remove', at: entry.anchor() }),
      ],
    });
    seen.set(key, { name: parameter.name, at: undefined, entry, parameter });
  }
}

/** Names of headers ignore case. */
function keyOf({ location, name }: Parameter): string {
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`;
}

/** Whether there is anything to judge: most lists have each name once. */
function hasTwins(entries: readonly View[], find: (entry: View) => Parameter | undefined): boolean {
  const keys = new Set<string>();
  for (const entry of entries) {
    const parameter = find(entry);
    if (!parameter || parameter.name === '' || parameter.location === undefined) continue;
    const key = keyOf(parameter);
    if (keys.has(key)) return true;
    keys.add(key);
  }
  return false;
}

/** How much a parameter says of its values. */
function weightOf({ type }: Parameter): number {
  return type?.keys.length ?? 0;
}

/** Of the parameters that a path has for all of its operations. */
const ofPath = cellsWithin((document, item: View): readonly Report[] => {
  const found: Report[] = [];
  const list = document.references.resolve(item)?.get('parameters').items ?? [];
  judge(
    list,
    (entry) => document.parameter(entry),
    `on the path ${item.key ?? ''}`,
    (it) => found.push(it),
  );
  return found;
}, sameElements);

/** True when the same list holds the key before this entry. */
function withinOne(
  entries: readonly View[],
  entry: View,
  key: string,
  find: (entry: View) => Parameter | undefined,
): boolean {
  for (const other of entries) {
    if (other === entry) return false;
    const parameter = find(other);
    if (parameter && keyOf(parameter) === key) return true;
  }
  return false;
}
