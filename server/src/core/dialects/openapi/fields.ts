import { cellsOf } from '../../cells/cell.ts';
import { sameElements } from '../../cells/same.ts';
import type { View } from '../../syntax/view.ts';
import { identityOf } from './identity.ts';
import type { OpenApiDocument } from './document.ts';

/** An object of the standard with the fields that its version knows. */
export interface FixedObject {
  readonly view: View;
  readonly fields: ReadonlySet<string>;
  /** "operation", for messages. */
  readonly name: string;
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

/** The objects of the document whose fields are fixed, in the root file and in those that it refers to. */
export function objectsOf(document: OpenApiDocument): readonly FixedObject[] {
  return objects(document);
}

const objects = cellsOf((document: OpenApiDocument) => findObjects(document), sameElements, 'fine');

/** An object whose keys are its own: not behind a reference or an alias. */
function isOwnMap(view: View): boolean {
  return view.isMap && !view.via && !view.get('$ref').exists;
}

/** The same object for the same place, so that what is known about it outlives an edit elsewhere. */
const kept = new WeakMap<View, FixedObject>();

function findObjects(document: OpenApiDocument): readonly FixedObject[] {
  const found: FixedObject[] = [];
  const seen = new Set<unknown>();
  const fields: Partial<Record<keyof typeof fields3, ReadonlySet<string>>> = document.is2 ? fields2 : fields3;
  const add = (view: View | undefined, name: keyof typeof fields3): void => {
    const known = fields[name];
    if (!known || !view || seen.has(identityOf(view)) || !isOwnMap(view)) return;
    seen.add(identityOf(view));
    const old = kept.get(view);
    const object = old?.fields === known ? old : { view, fields: known, name };
    kept.set(view, object);
    found.push(object);
  };
  const { view } = document;
  add(view, 'document');
  add(view.get('info'), 'info');
  add(view.at('info', 'contact'), 'contact');
  add(view.at('info', 'license'), 'licence');
  add(view.get('components'), 'components');
  for (const tag of view.get('tags').items) add(tag, 'tag');
  for (const server of document.allServers) add(server.view, 'server');
  for (const scheme of document.schemes.values()) add(scheme.view, 'security scheme');
  for (const [path, item] of view.get('paths').entries)
    if (path.startsWith('/')) add(document.references.resolve(item), 'path item');
  for (const operation of document.operations) {
    add(operation.view, 'operation');
    add(operation.requestBody, 'request body');
    for (const [, callback] of operation.view.get('callbacks').entries) {
      for (const [, item] of document.references.resolve(callback)?.entries ?? [])
        add(document.references.resolve(item), 'path item');
    }
    for (const content of document.is2 ? [] : operation.requestContents) add(content.view, 'media type');
  }
  for (const parameter of document.parameters) add(parameter.view, 'parameter');
  for (const response of document.responses) {
    add(response.view, 'response');
    for (const content of document.is2 ? [] : response.contents) add(content.view, 'media type');
  }
  // A schema of 3.1 may have any keyword; a parameter of 2.0 is a schema and a parameter.
  if (!document.isModern)
    for (const schema of document.schemas) if (!schema.roles.has('header')) add(schema.view, 'schema');
  return found;
}
