import { cellsOf, isRecording } from '../../../cells/cell.ts';
import { sameElements } from '../../../cells/same.ts';
import { defineRule } from '../../../rules/rule.ts';
import { Search } from '../../../syntax/search.ts';
import type { View } from '../../../syntax/view.ts';
import type { OpenApiDocument, Section } from '../document.ts';
import { fix } from '../fixes.ts';
import { orphansOf } from '../orphans.ts';
import { referenceOf } from '../references.ts';
import type { Schema } from '../schema.ts';
import { allReferences, kindNames, referencesOf } from '../kinds.ts';

/** KICS has a rule for each kind and version. */
const ids: Readonly<Record<string, readonly string[]>> = {
  parameters: ['kics:b30981fa-a12e-49c7-a5bb-eeafb61d0f0f', 'kics:698a464e-bb3e-4ba8-ab5e-e6599b7644a0'],
  responses: ['kics:0b76d993-ee52-43e0-8b39-3787d2ddabf1', 'kics:9c3ea128-7e9a-4b4c-8a32-75ad17a2d3ae'],
  schemas: ['kics:6d2e0790-cc3d-4c74-b973-d4e8b09f4455', 'kics:962fa01e-b791-4dcc-b04a-4a3e7389be5e'],
  callbacks: ['kics:d15db953-a553-4b8a-9a14-a3d62ea3d79d'],
  examples: ['kics:b05bb927-2df5-43cc-8d7b-6825c0e71625'],
  headers: ['kics:a68da022-e95a-4bc2-97d3-481e0bd6d446'],
  links: ['kics:c19779a9-5774-4d2f-a3a1-a99831730375'],
  mediaTypes: [],
  requestBodies: ['kics:6b76f589-9713-44ab-97f5-59a3dba1a285'],
};
const general = [
  'redocly:no-unused-components',
  'speakeasy:semantic-unused-component',
  'spectral:oas2-unused-definition',
  'spectral:oas3-unused-component',
  'vacuum:oas3-unused-component',
  'zally:S005',
];

/** What a schema refers to: by its discriminator, and by references that no list of places has. */
function referencesOfSchema(schema: Schema): readonly string[] {
  const found: string[] = [];
  if (schema.view.has('discriminator'))
    for (const [, target] of schema.view.at('discriminator', 'mapping').entries) {
      const value = target.text ?? '';
      found.push(value.includes('#') ? value : `#/components/schemas/${value}`);
    }
  // References of other files lead back here as well, and a modern reference may have its own keywords.
  for (const { view } of schema.subschemas) {
    const reference = referenceOf(view);
    if (reference !== undefined) found.push(reference);
  }
  return found;
}

const referencesIn = cellsOf(referencesOfSchema, sameElements);

/** The texts of mappings; what is called `discriminator` may be a property with schemas of its own. */
const mappings: Search = new Search({
  scalar: () => false,
  below: (key, same) => (key === 'discriminator' ? inDiscriminator : same),
});
const inDiscriminator: Search = new Search({
  scalar: () => false,
  below: (key, same) => (key === 'mapping' ? inMapping : key === 'discriminator' ? same : mappings),
});
const inMapping: Search = new Search({ scalar: () => true, below: () => mappings });

/** The objects of the file that map values to schemas. */
const choosers = cellsOf(
  ({ view }: OpenApiDocument): readonly View[] => [
    ...new Set(mappings.routes(view.wholeNode).map((route) => view.at(...route.slice(0, -3)))),
  ],
  sameElements,
);

/** The schemas with references that are not among all texts of the file: those of other files, and the choosers. */
function schemasToAsk(document: OpenApiDocument): readonly Schema[] {
  const { source } = document.view;
  // What stands behind an alias is found where its anchor is, which need not be the place of the schema.
  if (source.tree.anchors.size > 0) return document.schemas;
  const choosing = new Set(choosers(document));
  if (choosing.size === 0 && allReferences(document).every((it) => it.startsWith('#'))) return [];
  return document.schemas.filter(({ view }) => view.source !== source || choosing.has(view));
}

/** "components/schemas Pet" for a text that leads to a component. */
function nameIn(reference: string, is2: boolean): string | undefined {
  const steps = reference
    .replace(/^[^#]*#/, '')
    .split('/')
    .slice(1);
  const name = steps[is2 ? 1 : 2];
  return name === undefined ? undefined : `${steps.slice(0, is2 ? 1 : 2).join('/')} ${decode(name)}`;
}

/** What the texts of a document were read as the last time: most are there again. */
const namesRead = new WeakMap<OpenApiDocument, ReadonlyMap<string, string | undefined>>();

const usedNames = cellsOf(
  (document: OpenApiDocument): ReadonlySet<string | undefined> => {
    const before = namesRead.get(document);
    const names = new Map<string, string | undefined>();
    const text = (reference: string): void => {
      if (!names.has(reference)) names.set(reference, before?.get(reference) ?? nameIn(reference, document.is2));
    };
    for (const reference of allReferences(document)) text(reference);
    for (const { reference } of referencesOf(document).places) text(reference);
    const inSchema = isRecording() ? referencesIn : referencesOfSchema;
    for (const schema of schemasToAsk(document)) for (const reference of inSchema(schema)) text(reference);
    namesRead.set(document, names);
    return new Set(names.values());
  },
  sameMembers,
  'fine',
);

function sameMembers<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && [...a].every((it) => b.has(it));
}

/** What other files and the choosers of schemas use. */
function namesElsewhere(document: OpenApiDocument): ReadonlySet<string | undefined> {
  const { source } = document.view;
  const places = referencesOf(document).places.filter(({ view }) => view.source !== source);
  return new Set(
    [...places.map((it) => it.reference), ...schemasToAsk(document).flatMap(referencesIn)].map((it) =>
      nameIn(it, document.is2),
    ),
  );
}

/** So many of a section are one finding. */
const from = 4;

export default defineRule({
  id: 'openapi/unused-component',
  title: 'Component is defined but never used',
  why: 'Dead models show retired or unreleased features and are revived without review.',
  remedy: 'Remove it.',
  category: 'hygiene',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [1164], stride: ['I'], owasp: ['API9:2023'] },
  equivalents: [
    'kics:0b76d993-ee52-43e0-8b39-3787d2ddabf1',
    'kics:698a464e-bb3e-4ba8-ab5e-e6599b7644a0',
    'kics:6b76f589-9713-44ab-97f5-59a3dba1a285',
    'kics:6d2e0790-cc3d-4c74-b973-d4e8b09f4455',
    'kics:962fa01e-b791-4dcc-b04a-4a3e7389be5e',
    'kics:9c3ea128-7e9a-4b4c-8a32-75ad17a2d3ae',
    'kics:a68da022-e95a-4bc2-97d3-481e0bd6d446',
    'kics:b05bb927-2df5-43cc-8d7b-6825c0e71625',
    'kics:b30981fa-a12e-49c7-a5bb-eeafb61d0f0f',
    'kics:c19779a9-5774-4d2f-a3a1-a99831730375',
    'kics:d15db953-a553-4b8a-9a14-a3d62ea3d79d',
    'redocly:no-unused-components',
    'speakeasy:semantic-unused-component',
    'spectral:oas2-unused-definition',
    'spectral:oas3-unused-component',
    'vacuum:oas3-unused-component',
    'zally:S005',
  ],
  concepts: ['unused-component'],
  visits: 'openapi.document',
  check(document, report, { namesOnly }) {
    if (document.isLibrary || document.operations.length === 0) return;
    const used = usedNames(document);
    const orphans = orphansOf(
      document,
      (it) => nameIn(it, document.is2),
      () => namesElsewhere(document),
    );
    for (const section of Object.keys(ids) as Section[]) {
      const unused: [string, View][] = [];
      for (const [name, entry] of document.section(section).entries) {
        if (name.startsWith('x-') || used.has(`${document.sectionRoute(section).join('/')} ${name}`)) continue;
        // Children of a discriminated schema are found by their names.
        if (
          section === 'schemas' &&
          entry.get('allOf').items.some((it) => document.references.resolve(it)?.has('discriminator'))
        )
          continue;
        unused.push([name, entry]);
      }
      // What only unused ones use would be the next to be found; in a group it goes with the first of them.
      const together = unused.length < from || namesOnly ? undefined : orphans(unused.map(([, entry]) => entry));
      for (const [index, [name, entry]] of unused.entries()) {
        const more = namesOnly ? [] : together ? (index === 0 ? together : []) : orphans([entry]);
        report({
          at: entry.anchor('key'),
          message: `The ${kindNames[section]} "${name}" is never used. Remove it.`,
          equivalents: [...(ids[section] ?? []), ...general],
          fixes: [
            fix(
              'Remove what is unused',
              'behaviour',
              ...[entry, ...more].map((it) => ({ op: 'remove' as const, at: it.anchor() })),
            ),
          ],
          group: {
            key: section,
            from,
            message: (n) => `${n} components of ${section} are never used, the first is "${name}". Remove them.`,
          },
        });
      }
    }
  },
});

function decode(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
