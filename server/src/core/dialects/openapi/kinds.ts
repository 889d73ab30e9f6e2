import type { Node } from '../../syntax/node.ts';
import type { View } from '../../syntax/view.ts';
import { cellsOf, isRecording } from '../../cells/cell.ts';
import { entryOf } from './words.ts';
import type { OpenApiDocument, Section } from './document.ts';
import { sameElements } from '../../cells/same.ts';
import type { ReferenceHolder, ReferencePlace } from './reference-holder.ts';
import { ReferenceWalk, sameReferences, type WalkedReferences } from './reference-walk.ts';

/** The sections and what each holds, as names for messages. */
export const kindNames: Readonly<Record<Section, string>> = {
  schemas: 'schema',
  responses: 'response',
  parameters: 'parameter',
  examples: 'example',
  requestBodies: 'request body',
  headers: 'header',
  securitySchemes: 'security scheme',
  links: 'link',
  callbacks: 'callback',
  pathItems: 'path item',
  mediaTypes: 'media type',
};

/** Every reference of a document whose place tells what belongs there; see {@link ReferenceWalk}. */
export function referencesOf(document: OpenApiDocument): WalkedReferences {
  return walked(document);
}

const walked = cellsOf((document: OpenApiDocument) => walkOf(document).references(), sameReferences, 'fine');

const walks = new WeakMap<OpenApiDocument, ReferenceWalk>();

function walkOf(document: OpenApiDocument): ReferenceWalk {
  let walk = walks.get(document);
  if (!walk) walks.set(document, (walk = new ReferenceWalk(document)));
  return walk;
}

/** The references that are suspicious, in the order of the walk; each holder tells of its own, and keeps the answer. */
export function referencesWhere(
  isSuspect: (place: ReferencePlace, document: OpenApiDocument) => boolean,
): (document: OpenApiDocument) => readonly ReferencePlace[] {
  const ofHolder = cellsOf(
    ({ places, document }: ReferenceHolder) => places.filter((it) => isSuspect(it, document)),
    sameElements,
  );
  return (document) => {
    const { places, holders } = referencesOf(document);
    if (!isRecording()) return places.filter((it) => isSuspect(it, document));
    const suspects = new Set(holders.flatMap(ofHolder));
    return suspects.size === 0 ? [] : places.filter((it) => suspects.has(it));
  };
}

/** Every text behind a `$ref` key of the root file, wherever it stands, once: what may be used, at the most. */
export function allReferences(document: OpenApiDocument): readonly string[] {
  return references(document);
}

const references = cellsOf((document: OpenApiDocument): readonly string[] => {
  const root = document.view.wholeNode;
  if (isRecording()) return [...referencesBelow(root)];
  const found = new Set<string>();
  collectReferences(root, found);
  return [...found];
}, sameElements);

/** Once over all, with nothing kept for after an edit. */
function collectReferences(node: Node | undefined, found: Set<string>): void {
  if (node?.kind === 'list') for (const item of node.items) collectReferences(item, found);
  if (node?.kind !== 'map') return;
  for (const { key, value } of node.entries) {
    if (value?.kind !== 'scalar') collectReferences(value, found);
    else if (typeof value.value === 'string' && isReferenceKey(key?.source)) found.add(value.value);
  }
}

function isReferenceKey(key: string | undefined): boolean {
  return key === '$ref' || key === '$dynamicRef';
}

/** By the children of a node, which an edit elsewhere leaves as they are. */
const below = new WeakMap<object, readonly string[]>();

/** Nodes are walked as they are: views of a whole document would cost more than the answer is worth. */
function referencesBelow(node: Node | undefined): readonly string[] {
  const children = node?.kind === 'map' ? node.entries : node?.kind === 'list' ? node.items : undefined;
  if (!node || !children) return [];
  const known = below.get(children);
  if (known) return known;
  const found = new Set<string>();
  if (node.kind === 'list') for (const item of node.items) for (const it of referencesBelow(item)) found.add(it);
  if (node.kind === 'map')
    for (const { key, value } of node.entries) {
      const refers = value?.kind === 'scalar' && isReferenceKey(key?.source);
      if (refers && typeof value.value === 'string') found.add(value.value);
      else for (const it of referencesBelow(value)) found.add(it);
    }
  const list = [...found];
  below.set(children, list);
  return list;
}

/** The same of a part of a file. */
export function referencesIn(view: View): readonly string[] {
  return referencesBelow(view.wholeNode);
}

/** The section that a local reference points into, by its own words; undefined for anything but a component. */
export function sectionOfReference(document: OpenApiDocument, reference: string): Section | undefined {
  const steps = reference.startsWith('#/') ? reference.slice(2).split('/') : [];
  if (document.is2) {
    const sections: Readonly<Record<string, Section>> = {
      definitions: 'schemas',
      parameters: 'parameters',
      responses: 'responses',
      securityDefinitions: 'securitySchemes',
    };
    return steps.length === 2 ? entryOf(sections, steps[0] ?? '') : undefined;
  }
  return steps.length === 3 && steps[0] === 'components' && Object.hasOwn(kindNames, steps[1] ?? '')
    ? (steps[1] as Section)
    : undefined;
}

/** The rules of KICS about references that do not lead into the section of their place, by that section. */
export const otherKindIds: Readonly<Record<string, readonly string[]>> = {
  parameters: ['kics:2596545e-1757-4ff7-a15a-8a9a180a42f3', 'kics:d40f27e6-15fb-4b56-90f8-fc0ff0291c51'],
  responses: ['kics:bccfa089-89e4-47e0-a0e5-185fe6902220', 'kics:b3871dd8-9333-4d6c-bd52-67eb898b71ab'],
  schemas: ['kics:0220e1c5-65d1-49dd-b7c2-cef6d6cb5283', 'kics:4cac7ace-b0fb-477d-830d-65395d9109d9'],
  callbacks: ['kics:ba066cda-e808-450d-92b6-f29109754d45'],
  examples: ['kics:bac56e3c-1f71-4a74-8ae6-2fba07efcddb'],
  headers: ['kics:2d6646f4-2946-420f-8c14-3232d49ae0cb'],
  links: ['kics:b9db8a10-020c-49ca-88c6-780e5fdb4328'],
  requestBodies: ['kics:0f6cd0ab-c366-4595-84fc-fbd8b9901e4d'],
};
