import { isRecording } from '../../../cells/cell.ts';
import { defineRule } from '../../../rules/rule.ts';
import { fix } from '../fixes.ts';
import type { OpenApiDocument } from '../document.ts';
import { referencesWhere } from '../kinds.ts';
import type { ReferencePlace } from '../reference-holder.ts';
import type { PlainValue } from '../../../fix/patch.ts';

/** The keys that the reference makes meaningless. */
function othersOf({ view, kind }: ReferencePlace, { isModern }: OpenApiDocument): readonly string[] {
  // A path item may have both; since 3.1 schemas may, and everything may be described.
  if (kind === 'pathItems' || (isModern && kind === 'schemas')) return [];
  return view.keys.filter((it) => it !== '$ref' && !(isModern && (it === 'summary' || it === 'description')));
}

const accompanied = referencesWhere((place, document) => !isAlone(place) && othersOf(place, document).length > 0);

/** Nearly all references are, which is seen without a list of their keys. */
function isAlone({ view }: ReferencePlace): boolean {
  const node = isRecording() ? undefined : view.node;
  return node?.kind === 'map' && node.entries.length === 1 && node.entries[0]?.key?.source === '$ref';
}

export default defineRule({
  id: 'openapi/ignored-beside-reference',
  title: 'Keywords beside $ref are ignored',
  why: 'A limit, a required or a security hint beside $ref looks as if it held, and is dropped.',
  remedy: 'Move them into the target, or combine both with allOf.',
  category: 'contract',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [436], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [
    'kics:96beb800-566f-49a9-a0ea-dbdf4bc80429',
    'kics:f34c1c68-4773-4df0-a103-6e2ca32e585f',
    'redocly:spec-ref-siblings',
    'speakeasy:style-no-ref-siblings',
    'spectral:no-$ref-siblings',
    'vacuum:no-$ref-siblings',
    'vacuum:oas3-no-$ref-siblings',
  ],
  concepts: ['ignored-ref-sibling'],
  visits: 'openapi.document',
  check(document, report) {
    for (const place of accompanied(document)) {
      const { view, kind } = place;
      const others = othersOf(place, document);
      const harmless = others.every(
        (it) =>
          it.startsWith('x-') ||
          ['description', 'summary', 'title', 'example', 'nullable', 'deprecated', 'default'].includes(it),
      );
      const rest = Object.fromEntries(others.map((it) => [it, view.get(it).plain as PlainValue]));
      report({
        at: view.anchor(),
        message: `${others.map((it) => `"${it}"`).join(', ')} beside the reference ${view.stringAt('$ref') ?? ''} ${others.length === 1 ? 'is' : 'are'} ignored. Move ${others.length === 1 ? 'it' : 'them'} into the target${kind === 'schemas' ? ', or use allOf' : ''}.`,
        ...(harmless ? { severity: 'hint' as const, reason: 'nothing that limits or protects is lost' } : {}),
        fixes:
          kind === 'schemas' && !view.inherited
            ? [
                fix('Combine them with allOf', 'behaviour', {
                  op: 'set',
                  at: view.anchor(),
                  value: { allOf: [{ $ref: view.stringAt('$ref') ?? '' }], ...rest },
                }),
              ]
            : [],
        group: {
          key: String(harmless),
          from: 4,
          acrossFiles: true,
          message: (n) =>
            `${n} references have keywords beside them that are ignored, the first is ${view.stringAt('$ref') ?? ''}.`,
        },
      });
    }
  },
});
