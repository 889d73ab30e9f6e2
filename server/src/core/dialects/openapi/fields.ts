import { cellsOf, isRecording } from '../../cells/cell.ts';
import { sameElements } from '../../cells/same.ts';
import type { View } from '../../syntax/view.ts';
import type { OpenApiDocument } from './document.ts';
import { identityOf } from './identity.ts';
import type { Operation } from './operation.ts';
import type { Parameter } from './parameter.ts';
import type { ApiResponse, Content } from './response.ts';
import type { Schema } from './schema.ts';
import { cellsWithin } from './suspects.ts';

type ObjectName = keyof typeof fields3;

/** An object of the standard whose fields are fixed. */
export interface FixedObject {
  readonly view: View;
  /** "operation", for messages. */
  readonly name: ObjectName;
  /** The keys that its version of the standard does not know, without extensions. */
  readonly strangers: readonly string[];
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const numbers =
  'maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems enum multipleOf';

/** Fixed fields of 3.x objects, of all versions together: a field of a later version is no misspelling. */
const fields3 = {
  document: words('openapi $self info jsonSchemaDialect servers paths webhooks components security tags externalDocs'),
  info: words('title summary description termsOfService contact license version'),
  contact: words('name url email'),
  licence: words('name identifier url'),
  server: words('url description name variables'),
  components: words(
    'schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems mediaTypes',
  ),
  'path item': words(
    'summary description get put post delete options head patch trace query additionalOperations servers parameters',
  ),
  operation: words(
    'tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers',
  ),
  parameter: words(
    'name in description required deprecated allowEmptyValue style explode allowReserved schema example examples content',
  ),
  'request body': words('description content required'),
  'media type': words('schema itemSchema example examples encoding prefixEncoding itemEncoding description'),
  response: words('summary description headers content links'),
  'security scheme': words(
    'type description name in scheme bearerFormat flows openIdConnectUrl oauth2MetadataUrl deprecated',
  ),
  tag: words('name summary description externalDocs parent kind'),
  schema: words(
    `title ${numbers} maxProperties minProperties required type not allOf oneOf anyOf items properties additionalProperties description format default nullable discriminator readOnly writeOnly xml externalDocs example deprecated`,
  ),
};

const fields2 = {
  document: words(
    'swagger info host basePath schemes consumes produces paths definitions parameters responses securityDefinitions security tags externalDocs',
  ),
  info: words('title description termsOfService contact license version'),
  contact: fields3.contact,
  licence: words('name url'),
  'path item': words('get put post delete options head patch parameters'),
  operation: words(
    'tags summary description externalDocs operationId consumes produces parameters responses schemes deprecated security',
  ),
  parameter: words(
    `name in description required schema type format allowEmptyValue items collectionFormat default ${numbers}`,
  ),
  response: words('description schema headers examples'),
  'security scheme': words('type description name in flow authorizationUrl tokenUrl scopes'),
  tag: words('name description externalDocs'),
  schema: words(
    `title ${numbers} maxProperties minProperties required type allOf items properties additionalProperties description format default discriminator readOnly xml externalDocs example`,
  ),
};

/** The fields that an object has in the document's version; undefined when it has none of the kind. */
export function fieldsOf({ is2 }: OpenApiDocument, name: ObjectName): ReadonlySet<string> | undefined {
  const fields: Partial<Record<ObjectName, ReadonlySet<string>>> = is2 ? fields2 : fields3;
  return fields[name];
}

/** Whether a key of a schema is unknown to some version. */
export function mayBeStrange(key: string): boolean {
  return !(fields2.schema.has(key) && fields3.schema.has(key)) && !key.startsWith('x-') && key !== '$ref';
}

function isStranger(key: string, fields: ReadonlySet<string>): boolean {
  return !fields.has(key) && !key.startsWith('x-') && key !== '$ref';
}

const none: readonly never[] = [];

/** The object at a place, unless its keys are not its own: it stands behind a reference or an alias. */
function fixed(document: OpenApiDocument, view: View | undefined, name: ObjectName): readonly FixedObject[] {
  const fields = fieldsOf(document, name);
  if (!fields || !view?.isMap || view.via || view.has('$ref')) return [];
  let strangers: string[] | undefined;
  for (const key of view.keys) if (isStranger(key, fields)) (strangers ??= []).push(key);
  return [{ view, name, strangers: strangers ?? none }];
}

function sameObjects(a: readonly FixedObject[], b: readonly FixedObject[]): boolean {
  return a.length === b.length && a.every((it, i) => sameObject(it, b[i]));
}

function sameObject(a: FixedObject, b: FixedObject | undefined): boolean {
  return a.view === b?.view && a.name === b.name && sameElements(a.strangers, b.strangers);
}

const ofHead = cellsOf(
  (document: OpenApiDocument) =>
    [
      ...fixed(document, document.view, 'document'),
      ...fixed(document, document.view.get('info'), 'info'),
      ...fixed(document, document.view.at('info', 'contact'), 'contact'),
      ...fixed(document, document.view.at('info', 'license'), 'licence'),
      ...fixed(document, document.view.get('components'), 'components'),
      ...document.view.get('tags').items.flatMap((it) => fixed(document, it, 'tag')),
      ...document.allServers.flatMap((it) => fixed(document, it.view, 'server')),
      ...[...document.schemes.values()].flatMap((it) => fixed(document, it.view, 'security scheme')),
    ] satisfies readonly FixedObject[],
  sameObjects,
);

const ofParameter = cellsOf(({ document, view }: Parameter) => fixed(document, view, 'parameter'), sameObjects);

const ofResponse = cellsOf(
  ({ document, view, contents }: ApiResponse) => [
    ...fixed(document, view, 'response'),
    ...(document.is2 ? [] : contents.flatMap((it) => fixed(document, it.view, 'media type'))),
  ],
  sameObjects,
);

/** What a path or an operation holds, and what it shares with others. */
interface Holder {
  readonly own: readonly FixedObject[];
  readonly parameters: readonly Parameter[];
  readonly responses: readonly ApiResponse[];
  /** Some object has keys that the standard does not know. */
  readonly strange: boolean;
}

function holder(
  own: readonly FixedObject[],
  listed: readonly (Parameter | undefined)[],
  answers: readonly (ApiResponse | undefined)[],
): Holder {
  const parameters = listed.filter(isKnown);
  const responses = answers.filter(isKnown);
  // All are asked, so that what is remembered does not depend on which of them is strange.
  let strange = own.some(isStrange);
  for (const it of parameters) if (ofParameter(it).some(isStrange)) strange = true;
  for (const it of responses) if (ofResponse(it).some(isStrange)) strange = true;
  return { own, parameters, responses, strange };
}

function isStrange({ strangers }: FixedObject): boolean {
  return strangers.length > 0;
}

function isKnown<T>(it: T | undefined): it is T {
  return it !== undefined;
}

function sameHolder(a: Holder, b: Holder): boolean {
  return (
    a.strange === b.strange &&
    sameObjects(a.own, b.own) &&
    sameElements(a.parameters, b.parameters) &&
    sameElements(a.responses, b.responses)
  );
}

const ofPath = cellsWithin((document, entry: View) => {
  const item = document.references.resolve(entry);
  const own = entry.key?.startsWith('/') ? fixed(document, item, 'path item') : [];
  return holder(own, item?.get('parameters').items.map((it) => document.parameter(it)) ?? [], []);
}, sameHolder);

const ofOperation = cellsOf((operation: Operation) => {
  const { document, view, pathItem } = operation;
  const { references } = document;
  const own = [...fixed(document, view, 'operation'), ...fixed(document, operation.requestBody, 'request body')];
  if (view.has('callbacks'))
    for (const [, callback] of view.get('callbacks').entries)
      for (const [, item] of references.resolve(callback)?.entries ?? [])
        own.push(...fixed(document, references.resolve(item), 'path item'));
  if (!document.is2) for (const it of operation.requestContents) own.push(...fixed(document, it.view, 'media type'));
  const parameters: View[] = [];
  for (const it of [pathItem, view]) if (it.has('parameters')) parameters.push(...it.get('parameters').items);
  return holder(
    own,
    parameters.map((it) => document.parameter(it)),
    operation.responses.map((it) => it.response),
  );
}, sameHolder);

const ofComponents = cellsOf(
  (document: OpenApiDocument) =>
    holder(
      [],
      document.section('parameters').entries.map(([, entry]) => document.parameter(entry)),
      document.section('responses').entries.map(([, entry]) => document.response(entry)),
    ),
  sameHolder,
);

/** All objects, some of them as several things. */
function allObjects(document: OpenApiDocument): readonly FixedObject[] {
  const found = [...ofHead(document)];
  const add = (objects: readonly FixedObject[]): void => {
    for (const it of objects) found.push(it);
  };
  for (const [, entry] of document.view.get('paths').entries) add(ofPath(document, entry).own);
  for (const operation of document.operations) add(ofOperation(operation).own);
  for (const parameter of document.parameters) add(ofParameter(parameter));
  for (const response of document.responses) add(ofResponse(response));
  return found;
}

/** The objects with strange keys, each as what it is first met. Of the others, nearly all, nothing is remembered. */
function strangeAmong(objects: readonly FixedObject[]): readonly FixedObject[] {
  const strange = objects.filter((it) => it.strangers.length > 0);
  const anchored = strange.some(({ view }) => view.source.tree.anchors.size > 0);
  // One view is one place, unless anchors lead there on several ways.
  if (strange.length < few && !anchored)
    return strange.filter((it) => objects.find(({ view }) => view === it.view) === it);
  const waiting = new Set(strange.map((it) => identityOf(it.view)));
  return objects.filter((it) => waiting.delete(identityOf(it.view)) && it.strangers.length > 0);
}

/** As many as are looked for one by one. */
const few = 8;

/** The objects with keys that the standard does not know, but for schemas, in the root file and where it refers to. */
export function strangeObjects(document: OpenApiDocument): readonly FixedObject[] {
  if (!isRecording()) return hasStrangers(document) ? strangeAmong(allObjects(document)) : [];
  const holders = [
    ...document.view.get('paths').entries.map(([, entry]) => ofPath(document, entry)),
    ...document.operations.map(ofOperation),
    ofComponents(document),
  ];
  const strange = holders.some((it) => it.strange) || ofHead(document).some((it) => it.strangers.length > 0);
  return strange ? strangeAmong(allObjects(document)) : [];
}

/** One look at all, with nothing made or remembered: for what stands still. */
function hasStrangers(document: OpenApiDocument): boolean {
  const { references, is2 } = document;
  const strange = (view: View | undefined, name: ObjectName): boolean => {
    const fields = fieldsOf(document, name);
    if (!fields || !view?.isMap || view.via || view.has('$ref')) return false;
    return view.keys.some((it) => isStranger(it, fields));
  };
  const inContents = (contents: readonly Content[]): boolean =>
    !is2 && contents.some(({ view }) => strange(view, 'media type'));
  const inCallbacks = (view: View): boolean =>
    view.has('callbacks') &&
    view
      .get('callbacks')
      .entries.some(([, callback]) =>
        references.resolve(callback)?.entries.some(([, item]) => strange(references.resolve(item), 'path item')),
      );
  return (
    ofHead(document).some(isStrange) ||
    document.view
      .get('paths')
      .entries.some(([path, item]) => path.startsWith('/') && strange(references.resolve(item), 'path item')) ||
    document.operations.some(
      (it) =>
        strange(it.view, 'operation') ||
        strange(it.requestBody, 'request body') ||
        inContents(it.requestContents) ||
        inCallbacks(it.view),
    ) ||
    document.parameters.some(({ view }) => strange(view, 'parameter')) ||
    document.responses.some(({ view, contents }) => strange(view, 'response') || inContents(contents))
  );
}

const identities = cellsOf(
  (document: OpenApiDocument) => new Set(allObjects(document).map((it) => identityOf(it.view))),
);

const ofSchema = cellsOf((schema: Schema): FixedObject | undefined => {
  const { document, view } = schema;
  // A schema of 3.1 may have any keyword; a parameter of 2.0 is a schema and a parameter.
  if (document.isModern || schema.roles.has('header')) return undefined;
  const [object] = fixed(document, view, 'schema');
  return object && object.strangers.length > 0 && !identities(document).has(identityOf(view)) ? object : undefined;
});

/** A schema as an object with keys that the standard does not know. */
export function strangeSchema(schema: Schema): FixedObject | undefined {
  return ofSchema(schema);
}
