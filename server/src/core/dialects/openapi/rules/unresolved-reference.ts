import { cellsOf, isRecording } from '../../../cells/cell.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { OpenApiDocument, Section } from '../document.ts';
import { fix } from '../fixes.ts';
import { kindNames, otherKindIds, referencesWhere, sectionOfReference } from '../kinds.ts';
import type { ReferencePlace } from '../reference-holder.ts';
import { referenceOf, type Unresolved } from '../references.ts';
import { View } from '../../../syntax/view.ts';
import { closest } from '../words.ts';

/** KICS has a rule for each kind and version. */
const ids: Readonly<Record<string, readonly string[]>> = {
  parameters: ['kics:fb889ae9-2d16-40b5-b41f-9da716c5abc1', 'kics:2e275f16-b627-4d3f-ae73-a6153a23ae8f'],
  responses: ['kics:e9db5fb4-6a84-4abb-b4af-3b94fbdace6d', 'kics:7a01dfbd-da62-4165-aed7-71349ad42ab4'],
  schemas: ['kics:98295b32-ec09-4b5b-89a9-39853197f914', 'kics:015eac96-6313-43c0-84e5-81b1374fa637'],
  callbacks: ['kics:f29904c8-6041-4bca-b043-dfa0546b8079'],
  examples: ['kics:6a2c219f-da5e-4745-941e-5ea8cde23356'],
  headers: ['kics:376c9390-7e9e-4cb8-a067-fd31c05451fd'],
  links: ['kics:801f0c6a-a834-4467-89c6-ddecffb46b5a'],
  requestBodies: ['kics:ca02f4e8-d3ae-4832-b7db-bb037516d9e7'],
};

/** Names are compared with each other for this many broken references of a document. */
const mostSuggestions = 100;

/** Why the reference is broken; undefined for one that is not known to be, or that breaks further on. */
function failureOf({ view, reference }: ReferencePlace, { references }: OpenApiDocument): Unresolved | undefined {
  const { view: target, ...failure } = references.lookup(view);
  if (target || !('why' in failure) || failure.why === 'remote' || failure.why === 'unknown') return undefined;
  // The chain may break further on: only the first hop is this reference's own.
  return failure.why !== 'cycle' && references.target(view, reference).view ? undefined : failure.why;
}

/** The same for what stands still: many refer to one object, which seldom refers on to another. */
function isBroken(place: ReferencePlace, document: OpenApiDocument): boolean {
  const target = !isRecording() && 'target' in place && place.target instanceof View ? place.target : undefined;
  if (!target) return failureOf(place, document) !== undefined;
  return refersOn(target) && failureOf(place, document) !== undefined;
}

const refersOn = cellsOf((target: View) => referenceOf(target) !== undefined);

const broken = referencesWhere(isBroken);

export default defineRule({
  id: 'openapi/unresolved-reference',
  title: 'Reference points nowhere',
  why: 'A constraint that cannot be found becomes "anything goes" in lenient tools.',
  remedy: 'Correct the reference, or add what it names.',
  category: 'contract',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [706], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:015eac96-6313-43c0-84e5-81b1374fa637',
    'kics:2e275f16-b627-4d3f-ae73-a6153a23ae8f',
    'kics:376c9390-7e9e-4cb8-a067-fd31c05451fd',
    'kics:6a2c219f-da5e-4745-941e-5ea8cde23356',
    'kics:7a01dfbd-da62-4165-aed7-71349ad42ab4',
    'kics:801f0c6a-a834-4467-89c6-ddecffb46b5a',
    'kics:98295b32-ec09-4b5b-89a9-39853197f914',
    'kics:ca02f4e8-d3ae-4832-b7db-bb037516d9e7',
    'kics:e9db5fb4-6a84-4abb-b4af-3b94fbdace6d',
    'kics:f29904c8-6041-4bca-b043-dfa0546b8079',
    'kics:fb889ae9-2d16-40b5-b41f-9da716c5abc1',
    'redocly:no-unresolved-refs',
  ],
  concepts: ['unresolved-reference'],
  visits: 'openapi.document',
  check(document, report) {
    const keys = new Map<Section, readonly string[]>();
    const namesIn = (section: Section): readonly string[] => {
      const known = keys.get(section) ?? document.section(section).keys;
      keys.set(section, known);
      return known;
    };
    let suggested = 0;
    for (const place of broken(document)) {
      const { view, kind, reference } = place;
      const why = failureOf(place, document);
      const own = view.source.file === document.view.source.file;
      const section = (own ? sectionOfReference(document, reference) : undefined) ?? kind;
      const name = reference.slice(reference.lastIndexOf('/') + 1);
      const local = own && reference.startsWith('#');
      // Where a whole section is gone, thousands of references are broken and no name is the one that was meant.
      const better =
        local && why !== 'cycle' && suggested++ < mostSuggestions ? closest(name, namesIn(section)) : undefined;
      const text =
        why === 'cycle'
          ? `The reference ${reference} leads back to itself.`
          : why === 'no-file'
            ? `The file of the reference ${reference} is not in the workspace.`
            : `The reference ${reference} points nowhere.`;
      report({
        at: view.get('$ref').anchor('value'),
        message: `${text} Whatever the ${kindNames[kind]} was to say does not hold.${better === undefined ? '' : ` Did you mean "${better}"?`}`,
        group: {
          key: `${view.source.file} ${reference}`,
          from: 4,
          acrossFiles: true,
          message: (n) => `${text} ${n} places rely on it: whatever it was to say there does not hold.`,
        },
        // A local text that does not even lead into the right section answers that question too.
        equivalents: [
          ...(ids[section] ?? []),
          ...(local && sectionOfReference(document, reference) !== kind ? (otherKindIds[kind] ?? []) : []),
          'redocly:no-unresolved-refs',
        ],
        fixes:
          better === undefined
            ? []
            : [
                fix(`Refer to ${better}`, 'behaviour', {
                  op: 'set',
                  at: view.get('$ref').anchor(),
                  value: `#/${document.sectionRoute(section).join('/')}/${better}`,
                  refersTo: document.section(section).get(better).anchor(),
                }),
              ],
      });
    }
  },
});
