import { cellsOf } from '../../cells/cell.ts';
import { sameValue } from '../../cells/same.ts';
import type { Fix, Patch, PlainValue } from '../../fix/patch.ts';
import type { OpenApiDocument } from './document.ts';
import { fix, setKey } from './fixes.ts';
import type { Operation } from './operation.ts';

/** What a document says of an error, and under which name it is kept for reuse. */
interface Wording {
  readonly description: string;
  readonly name: string;
  /** Other names that authors give to it, in lower case and without signs. */
  readonly others: readonly string[];
}

const wordings: Readonly<Record<string, Wording>> = {
  '400': {
    description: 'The request is not valid.',
    name: 'BadRequest',
    others: ['400', 'bad', 'invalidrequest', 'validationerror', 'invalid'],
  },
  '401': {
    description: 'No valid credential was sent.',
    name: 'Unauthorized',
    others: ['unauthorised', '401', 'unauthenticated'],
  },
  '403': { description: 'The caller may not do this.', name: 'Forbidden', others: ['403'] },
  '404': { description: 'There is no such resource.', name: 'NotFound', others: ['404'] },
  '413': { description: 'The content is too large.', name: 'ContentTooLarge', others: ['413', 'payloadtoolarge'] },
  '429': {
    description: 'Too many requests; try again later.',
    name: 'TooManyRequests',
    others: ['429', 'ratelimit', 'ratelimited', 'throttled'],
  },
  '500': {
    description: 'The service failed.',
    name: 'InternalServerError',
    others: ['500', 'servererror', 'internalerror'],
  },
  default: {
    description: 'An unexpected error.',
    name: 'UnexpectedError',
    others: ['default', 'error', 'unexpected'],
  },
};

const text = { type: 'string', maxLength: 1024, pattern: '^[^\\x00-\\x1f]*$' };

/** The members of a problem (RFC 9457), bounded. */
const problem: PlainValue = {
  type: 'object',
  properties: {
    type: { type: 'string', format: 'uri-reference', maxLength: 255, pattern: '^[^\\s]*$' },
    title: text,
    status: { type: 'integer', format: 'int32', minimum: 100, maximum: 599 },
    detail: text,
  },
};

export const problemContent: PlainValue = { 'application/problem+json': { schema: problem } };

/** A header that holds a whole number up to this one, such as seconds or requests. */
export function numberHeader(document: OpenApiDocument, description: string, maximum: number): PlainValue {
  const type = { type: 'integer', format: 'int32', minimum: 0, maximum };
  return document.is2 ? { description, ...type } : { description, schema: type };
}

/** Retry-After in seconds, a day at most (RFC 9110, section 10.2.3). */
export function retryAfter(document: OpenApiDocument): PlainValue {
  return numberHeader(document, 'Seconds to wait.', 86_400);
}

/** Adds a response to an operation: what the document has for that status where it has something. */
export function addResponse(operation: Operation, status: string): Fix {
  return fix(`Add a ${status} response`, 'safe', ...patchesFor(operation, status));
}

/** The refusals that a protected operation lacks. */
export function addRefusals(operation: Operation): readonly Patch[] {
  return ['401', '403'].filter((it) => !operation.answers(it)).flatMap((it) => addResponse(operation, it).patches);
}

/** So many operations share a response rather than having one each. */
const sharedFrom = 3;

/** Worked out once, because each operation that lacks an answer asks. */
const hasSeveral = cellsOf(({ served }: OpenApiDocument) => served.length >= sharedFrom);

function patchesFor(operation: Operation, status: string): readonly Patch[] {
  const { document, view } = operation;
  const responses = view.get('responses');
  const usual = usualReferences(document).get(`${folderOf(view.source.file)} ${status}`);
  if (usual !== undefined) return [setKey(responses, status, { $ref: usual })];
  const { description, name, others } = wordings[status] ?? { description: 'An error.', name: '', others: [status] };
  const value = responseFor(document, status, description);
  if (view.source.file !== document.view.source.file) return [setKey(responses, status, value)];
  const section = document.section('responses');
  const known = [name.toLowerCase(), ...others].flatMap(
    (it) => section.keys.find((key) => key.toLowerCase().replace(/[^a-z0-9]/g, '') === it) ?? [],
  )[0];
  const referTo = (key: string): PlainValue => {
    const steps = [...document.sectionRoute('responses'), key];
    return { $ref: `#/${steps.map((it) => it.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}` };
  };
  if (known !== undefined) return [setKey(responses, status, referTo(known))];
  // Without components there is no scheme either, and the document is told about that first.
  const room = document.is2 || document.view.get('components').isMap;
  if (!hasSeveral(document) || name === '' || !room || !(section.isMap || section.missing))
    return [setKey(responses, status, value)];
  const whole = document.is2 || usualBody(document) ? value : { ...value, content: problemContent };
  return [setKey(responses, status, referTo(name)), setKey(section, name, whole)];
}

/** How one operation answers errors, for those who learn from it. */
interface OwnErrors {
  /** Folder and status with the reference that stands there. */
  readonly references: readonly (readonly [string, string])[];
  /** Media types with the model behind them. */
  readonly bodies: readonly string[];
}

/** Of each operation on its own: an edit in one is no news for the document where it answers as before. */
const ownErrors = cellsOf(({ view, responses, document }: Operation): OwnErrors => {
  const folder = folderOf(view.source.file);
  const errors = responses.filter(({ status }) => /^(?:[45]|default)/.test(status));
  return {
    references: errors.flatMap(({ status, entry }) => {
      const reference = entry.source === view.source ? entry.stringAt('$ref') : undefined;
      return reference === undefined ? [] : [[`${folder} ${status}`, reference] as const];
    }),
    bodies: errors.flatMap(({ response }) => {
      const content = response?.contents[0];
      const reference = content?.schema.stringAt('$ref');
      const local = reference?.startsWith('#') && content?.view.source === document.view.source;
      return content && local ? [`${content.mediaType} ${reference}`] : [];
    }),
  };
}, sameValue);

/** The reference that most operations in files of a folder answer a status with, by folder and status. */
const usualReferences = cellsOf((document: OpenApiDocument): ReadonlyMap<string, string> => {
  const counts = new Map<string, Map<string, number>>();
  for (const operation of document.operations)
    for (const [key, reference] of ownErrors(operation).references) {
      const known = counts.get(key) ?? new Map<string, number>();
      counts.set(key, known.set(reference, (known.get(reference) ?? 0) + 1));
    }
  return new Map([...counts].map(([key, known]) => [key, mostOf(known)] as const));
}, sameEntries);

function sameEntries(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

/** What most error answers of the document hold: a media type with a model. */
const usualBody = cellsOf((document: OpenApiDocument): readonly [string, string] | undefined => {
  const counts = new Map<string, number>();
  for (const operation of document.operations)
    for (const body of ownErrors(operation).bodies) counts.set(body, (counts.get(body) ?? 0) + 1);
  if (counts.size === 0) return undefined;
  const [, mediaType = '', reference = ''] = /^(.*) (\S+)$/.exec(mostOf(counts)) ?? [];
  return reference === '' ? undefined : [mediaType, reference];
}, sameValue);

function mostOf(counts: ReadonlyMap<string, number>): string {
  return [...counts].reduce((best, it) => (it[1] > best[1] ? it : best), ['', 0] as readonly [string, number])[0];
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

/** A whole answer: in the words and with the model of the document's other errors where it has some. */
function responseFor(
  document: OpenApiDocument,
  status: string,
  description: string,
): Readonly<Record<string, PlainValue>> {
  const usual = usualBody(document);
  const body = document.is2
    ? usual && { schema: { $ref: usual[1] } }
    : usual
      ? { content: { [usual[0]]: { schema: { $ref: usual[1] } } } }
      : undefined;
  return {
    description,
    ...(status === '429' ? { headers: { 'Retry-After': retryAfter(document) } } : {}),
    ...body,
  };
}
