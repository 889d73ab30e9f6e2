import { cellsOf } from '../../../cells/cell.ts';
import { sameElements } from '../../../cells/same.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { Fix } from '../../../fix/patch.ts';
import type { OpenApiDocument } from '../document.ts';
import { fix, setKey } from '../fixes.ts';
import { schemaFromExample } from '../schema-from-example.ts';
import { identityOf } from '../identity.ts';
import type { View } from '../../../syntax/view.ts';
import type { Operation } from '../operation.ts';
import { type ApiResponse, type Content, contentsOf } from '../response.ts';
import { cellsWithin } from '../suspects.ts';

const ofMedia = [
  '42crunch:v3-mediatype-request-schema-undefined',
  '42crunch:v3-mediatype-response-schema-undefined',
  'ibm:ibm-content-contains-schema',
  'kics:f79b9d26-e945-44e7-98a1-b93f0f7a68a0',
];
const ofResponses = [
  '42crunch:response-schema-undefined',
  '42crunch:v3-response-schema-undefined',
  'kics:31afbcb7-70e0-48bb-a31a-3374f95cf859',
  'kics:a92be1d5-d762-484a-86d6-8cd0907ba100',
];

/** A media type that says nothing about its bodies, whatever they are. */
interface Undescribed {
  readonly content: Content;
  readonly whose: string;
  readonly incoming: boolean;
}

function undescribed(contents: readonly Content[]): readonly Content[] {
  const found = contents.filter(({ schema, view }) => schema.missing && !view.has('itemSchema'));
  return found.length === 0 ? none : found;
}

const none: readonly Content[] = [];

/** Most describe all; many operations share one. */
const undescribedIn = cellsOf(({ contents }: ApiResponse) => undescribed(contents), sameElements);

const ofOperation = cellsOf((operation: Operation) => {
  const found: Undescribed[] = [];
  const { kind } = operation;
  for (const content of undescribed(operation.requestContents))
    found.push({ content, whose: operation.label, incoming: kind === 'path' });
  for (const { status, response } of operation.responses) {
    if (!response) continue;
    for (const content of undescribedIn(response))
      found.push({ content, whose: `The ${status} response of ${operation.label}`, incoming: kind !== 'path' });
  }
  return found;
}, sameElements);

const ofComponent = cellsWithin((document, entry: View) => {
  const isBody = entry.route.at(-2) === 'requestBodies';
  const holder = document.references.resolve(entry);
  const whose = `The ${isBody ? 'request body' : 'response'} "${entry.key ?? ''}"`;
  const contents = holder ? undescribed(contentsOf(document, holder.get('content'))) : none;
  return contents.map((content): Undescribed => ({ content, whose, incoming: isBody }));
}, sameElements);

export default defineRule({
  id: 'openapi/media-type-without-schema',
  title: 'Content has no schema',
  why: 'Bodies of that media type are not validated; an attacker switches Content-Type to the undescribed one.',
  remedy: 'Give the media type a schema.',
  category: 'input-validation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [20], stride: ['T'], owasp: ['API8:2023'] },
  equivalents: [...ofMedia, ...ofResponses],
  concepts: ['media-type-without-schema', 'response-without-schema'],
  visits: 'openapi.document',
  check(document, report) {
    if (document.is2) return;
    const seen = new Set<unknown>();
    const suspects = [
      ...document.operations.flatMap(ofOperation),
      ...document.section('requestBodies').entries.flatMap(([, entry]) => ofComponent(document, entry)),
      ...document.section('responses').entries.flatMap(([, entry]) => ofComponent(document, entry)),
    ];
    for (const { content, whose, incoming } of suspects) {
      const { mediaType, view } = content;
      if (seen.has(identityOf(view))) continue;
      seen.add(identityOf(view));
      // Raw bytes have no shape to describe (3.1, 4.8.14.3).
      if (/^(?:image|audio|video|font)\/|octet-stream|pdf|zip/.test(mediaType)) continue;
      report({
        at: view.anchor('key'),
        message: `${whose} allows ${mediaType} without a schema, so such a body is not validated. Describe it.`,
        ...(incoming ? { severity: 'warning' as const, reason: 'callers send it' } : {}),
        ...(whose.startsWith('The ') && !incoming
          ? { equivalents: [...ofMedia, ...ofResponses] }
          : { equivalents: ofMedia }),
        fixes: describe(document, mediaType, view),
        group: {
          key: String(incoming),
          from: 6,
          acrossFiles: true,
          message: (n) => `${n} media types have no schema, the first is ${mediaType} of ${whose}.`,
        },
      });
    }
  },
});

/** By the example that stands there; a text is a text in any case. */
function describe(document: OpenApiDocument, mediaType: string, view: View): readonly Fix[] {
  const named = view.get('examples').entries[0]?.[1];
  const example = view.has('example') ? view.get('example') : named && document.references.resolve(named)?.get('value');
  const schema = example?.exists ? schemaFromExample(example) : undefined;
  if (schema !== undefined)
    return [fix(`Describe ${mediaType} by its example`, 'behaviour', setKey(view, 'schema', schema))];
  return /^text\/(?!html|xml|event-stream)/.test(mediaType)
    ? [
        fix(
          `Describe ${mediaType} as a text`,
          'behaviour',
          setKey(view, 'schema', { type: 'string', maxLength: 100_000 }),
        ),
      ]
    : [];
}
