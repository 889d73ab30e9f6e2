import { Cell, cellsOfLens, noNotes, Part } from '../../cells/cell.ts';
import { sameElements } from '../../cells/same.ts';
import type { LensHost } from '../../rules/context.ts';
import { type Identity, identityOf } from './identity.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import { type Source, View } from '../../syntax/view.ts';
import type { DataNoun } from '../noun.ts';
import { collectSchemas, sameSpot, type SchemaSpot, spotOf } from './collect.ts';
import { type Links, linksOf } from './links.ts';
import { methods, Operation, type OperationKind } from './operation.ts';
import { Parameter } from './parameter.ts';
import { References, written } from './references.ts';
import { ApiResponse } from './response.ts';
import { noContext, Schema, type SchemaContext } from './schema.ts';
import { readSecurity, type Security, SecurityScheme } from './security.ts';
import { Server, type ServerLevel } from './server.ts';

export type OpenApiVersion = '2.0' | '3.0' | '3.1' | '3.2';

/** The sections of reusable objects, by their names in 3.x. */
export type Section =
  | 'schemas'
  | 'responses'
  | 'parameters'
  | 'examples'
  | 'requestBodies'
  | 'headers'
  | 'securitySchemes'
  | 'links'
  | 'callbacks'
  | 'pathItems'
  | 'mediaTypes';

const sectionsOf2: Partial<Record<Section, string>> = {
  schemas: 'definitions',
  responses: 'responses',
  parameters: 'parameters',
  securitySchemes: 'securityDefinitions',
};

/** Callbacks of callbacks are followed this far; the standard knows none at all. */
const deepestCallback = 3;

/**
 * An OpenAPI document with everything that its references reach. Created once for each visit of its chunk, or once for
 * all edits of a live one: what is computed from the text is kept in cells.
 */
export class OpenApiDocument implements DataNoun {
  readonly resource = null;
  /** @internal */
  notes = noNotes;
  readonly view: View;
  readonly version: OpenApiVersion;
  readonly references: References;
  readonly #operations = new Cell(() => this.#readOperations(), sameElements, 'fine');
  readonly #schemes = new Cell(() => this.#readSchemes(), Object.is, 'fine');
  readonly #security = new Cell(() => readSecurity(this, this.view.get('security')));
  #lastLinks: Links | undefined;
  readonly #links: Cell<Links> = new Cell(() => (this.#lastLinks = linksOf(this, this.#lastLinks)), Object.is, 'fine');
  #lastSchemas: readonly Schema[] = [];
  readonly #schemas: Cell<readonly Schema[]> = new Cell(
    () => (this.#lastSchemas = collectSchemas(this, this.#lastSchemas)),
    sameElements,
    'fine',
  );
  readonly #allServers = new Cell(() => this.#readAllServers(), sameElements, 'fine');
  readonly #parameters = new Map<Identity, Parameter>();
  readonly #responses = new Map<Identity, ApiResponse>();
  readonly #schemaAt = new Map<Identity, Schema>();
  /** By the depth too: a callback that leads to itself ends where callbacks are no longer followed. */
  readonly #operationCells = Array.from(
    { length: deepestCallback + 1 },
    () => new WeakMap<View, Cell<readonly Operation[]>>(),
  );
  readonly #operationAt = new Map<Identity, Operation>();
  readonly #serversAt = new Map<Identity, Cell<readonly Server[]>>();

  constructor(source: Source, host: LensHost) {
    this.view = View.root(source);
    this.version = versionOf(this.view) ?? '3.1';
    this.references = new References(host, this.isModern);
  }

  get at(): Anchor {
    return this.view.get(this.version === '2.0' ? 'swagger' : 'openapi').anchor('key');
  }

  get is2(): boolean {
    return this.version === '2.0';
  }

  /** 3.1 and later, whose schemas are those of JSON Schema 2020-12. */
  get isModern(): boolean {
    return this.version === '3.1' || this.version === '3.2';
  }

  get title(): string {
    return this.view.at('info', 'title').text ?? 'this API';
  }

  /** Models but no operation: a library that other documents refer to. What it lacks may stand in them. */
  get isLibrary(): boolean {
    if (this.operations.length > 0) return false;
    const sections: readonly Section[] = [
      'schemas',
      'parameters',
      'responses',
      'requestBodies',
      'headers',
      'pathItems',
    ];
    return sections.some((it) => this.section(it).keys.length > 0);
  }

  section(name: Section): View {
    if (!this.is2) return this.view.at('components', name);
    return this.view.get(sectionsOf2[name] ?? `x-none-${name}`);
  }

  /** The route of a section, for fixes that create it. */
  sectionRoute(name: Section): readonly string[] {
    return this.is2 ? [sectionsOf2[name] ?? name] : ['components', name];
  }

  /** Schemes by name; a reference among them is followed, and one that leads nowhere counts as declared all the same. */
  get schemes(): ReadonlyMap<string, SecurityScheme> {
    return this.#schemes.value;
  }

  #readSchemes(): ReadonlyMap<string, SecurityScheme> {
    return new Map(
      this.schemeEntries.map(([name, entry]) => [
        name,
        new SecurityScheme(this, name, entry, this.references.resolve(entry) ?? entry),
      ]),
    );
  }

  get schemeEntries(): readonly (readonly [string, View])[] {
    const section = this.section('securitySchemes');
    return (this.references.resolve(section) ?? section).entries.filter(
      ([name]) => !name.startsWith('x-') && name !== '$ref',
    );
  }

  /** True when all schemes could be read: only then is a name known to be undeclared. */
  get schemesKnown(): boolean {
    const section = this.section('securitySchemes');
    const components = this.view.get('components');
    const read = section.missing || this.references.resolve(section) !== undefined;
    return read && (components.missing || components.lacks('$ref'));
  }

  /** No scheme at all, for certain: one finding says so, and rules about single operations have nothing to add. */
  get declaresNoScheme(): boolean {
    const section = this.section('securitySchemes');
    const absent = section.missing || section.isNull || (section.isMap && this.schemeEntries.length === 0);
    return absent && this.schemesKnown && !this.isLibrary;
  }

  scheme(name: string): SecurityScheme | undefined {
    return this.schemes.get(name);
  }

  get security(): Security {
    return this.#security.value;
  }

  get servers(): readonly Server[] {
    return this.serversAt(this.view, 'document');
  }

  serversAt(holder: View, level: ServerLevel): readonly Server[] {
    if (this.is2 || !holder.exists) return [];
    const identity = identityOf(holder);
    let cell = this.#serversAt.get(identity);
    if (!cell) {
      const read = (): readonly Server[] =>
        holder
          .itemsAt('servers')
          .filter((it) => it.isMap)
          .map((it) => new Server(this, it, level));
      this.#serversAt.set(identity, (cell = new Cell(read)));
    }
    return cell.value;
  }

  /** Operations under paths, callbacks and webhooks, in this order. */
  get operations(): readonly Operation[] {
    return this.#operations.value;
  }

  /** Those that the API itself serves. */
  get served(): readonly Operation[] {
    return this.operations.filter((it) => it.kind === 'path');
  }

  #readOperations(): readonly Operation[] {
    const found = new Map<Identity, Operation>();
    const add = (operations: readonly Operation[]): void => {
      for (const it of operations) if (!found.has(identityOf(it.view))) found.set(identityOf(it.view), it);
    };
    for (const [path, item] of this.view.get('paths').entries)
      if (!path.startsWith('x-')) add(this.#operationsIn(item, 'path', path, 0));
    for (const [name, item] of this.view.get('webhooks').entries) add(this.#operationsIn(item, 'webhook', name, 0));
    return [...found.values()];
  }

  /** The operations of a path item and, below each, those of its callbacks. */
  #operationsIn(entry: View, kind: OperationKind, path: string, depth: number): readonly Operation[] {
    const cells = this.#operationCells[depth];
    let cell = cells?.get(entry);
    if (!cell) {
      cell = new Cell(() => this.#readItem(entry, kind, path, depth), sameElements, 'fine');
      cells?.set(entry, cell);
    }
    return cell.value;
  }

  #readItem(entry: View, kind: OperationKind, path: string, depth: number): readonly Operation[] {
    const item = this.references.resolve(entry);
    if (!item?.isMap) return [];
    const found: Operation[] = [];
    const named = methods.filter((it) => item.has(it)).map((method) => [method, item.get(method)] as const);
    const extra = this.version === '3.2' ? item.get('additionalOperations').entries : [];
    for (const [method, place] of [...named, ...extra]) {
      // A method with nothing behind it is an operation all the same, and some authors put a reference there.
      if (!place.isMap && !place.isNull) continue;
      const view = this.references.resolve(place);
      if (!(view?.isMap || view?.isNull) || !view.exists) continue;
      found.push(this.#operationOf(place, view, item, kind, method.toLowerCase(), path));
      if (depth >= deepestCallback) continue;
      for (const callback of view.valuesAt('callbacks'))
        for (const [expression, target] of this.references.resolve(callback)?.entries ?? [])
          if (!expression.startsWith('x-'))
            found.push(...this.#operationsIn(target, 'callback', expression, depth + 1));
    }
    return found;
  }

  /** The same object for the same place and use, so that what is known about it outlives an edit elsewhere. */
  #operationOf(...[entry, view, item, kind, method, path]: OperationPlace): Operation {
    const identity = identityOf(view);
    const old = this.#operationAt.get(identity);
    if (
      old &&
      old.entry === entry &&
      old.view === view &&
      old.pathItem === item &&
      old.kind === kind &&
      old.method === method &&
      old.path === path
    )
      return old;
    const made = new Operation(this, entry, view, item, kind, method, path);
    this.#operationAt.set(identity, made);
    return made;
  }

  /** The parameter behind an entry of a list; one object for all who share it. */
  parameter(entry: View): Parameter | undefined {
    return shared(this.#parameters, this.references.resolve(entry), (view) => new Parameter(this, view));
  }

  response(entry: View): ApiResponse | undefined {
    return shared(this.#responses, this.references.resolve(entry), (view) => new ApiResponse(this, view));
  }

  /** Every parameter of an operation or a component. */
  get parameters(): readonly Parameter[] {
    return this.#links.value.parameters;
  }

  get responses(): readonly ApiResponse[] {
    return this.#links.value.responses;
  }

  /** The schema object behind a place where one belongs. */
  readonly schemaSpot: (place: View) => SchemaSpot | undefined = cellsOfLens(
    (place: View) => spotOf(this, place),
    sameSpot,
    'fine',
  );

  /** The parameters that a path item lists for all of its operations. */
  readonly pathParameters = cellsOfLens(
    (item: View): readonly Parameter[] =>
      (this.references.resolve(item)?.itemsAt('parameters') ?? []).flatMap((it) => this.parameter(it) ?? []),
    sameElements,
    'fine',
  );

  /** @internal Who uses a parameter or a response, which is worked out for all together. */
  linked<T>(): Part<readonly T[]> {
    return new Part<readonly T[]>(this.#links, []);
  }

  /** @internal How a schema hangs together with the others, which is worked out for all together. */
  contextOfSchema(): Part<SchemaContext> {
    return new Part(this.#schemas, noContext);
  }

  /** After an edit: what is worked out as a whole comes first, so that its parts can be asked for. */
  settle(due?: () => boolean): void {
    this.#links.settle();
    if (!due?.()) this.#schemas.settle();
  }

  get isSettled(): boolean {
    return this.#links.isSettled && this.#schemas.isSettled;
  }

  /** The schema object of a place, the same one each time. */
  schemaAt(view: View): Schema {
    const identity = identityOf(view);
    let schema = this.#schemaAt.get(identity);
    if (!schema) this.#schemaAt.set(identity, (schema = new Schema(this, view)));
    return schema;
  }

  /** Every schema object that the document reaches, once, with the roles that it plays. */
  get schemas(): readonly Schema[] {
    return this.#schemas.value;
  }

  /** Servers of all levels, and those of links. */
  get allServers(): readonly Server[] {
    return this.#allServers.value;
  }

  #readAllServers(): readonly Server[] {
    const found = new Map<Identity, Server>();
    const add = (servers: readonly Server[]): void => {
      for (const server of servers) if (!found.has(identityOf(server.view))) found.set(identityOf(server.view), server);
    };
    add(this.servers);
    for (const operation of this.operations) add(operation.ownServers);
    for (const response of this.responses) add(response.linkServers);
    add(this.linkServers(this.section('links')));
    return [...found.values()];
  }

  /** The servers that the links of a map lead to. */
  linkServers(links: View): readonly Server[] {
    return links.entries.flatMap(([, entry]) => {
      const server = this.references.resolve(entry)?.get('server');
      return server?.isMap ? [new Server(this, server, 'link')] : [];
    });
  }
}

/** What an operation is made of. */
type OperationPlace = [entry: View, view: View, item: View, kind: OperationKind, method: string, path: string];

function shared<T>(known: Map<Identity, T>, view: View | undefined, make: (view: View) => T): T | undefined {
  if (!view?.isMap) return undefined;
  const old = known.get(identityOf(view));
  if (old) return old;
  const made = make(written(view));
  known.set(identityOf(view), made);
  return made;
}

/** The version by the root's own word; undefined for what is no OpenAPI document. */
export function versionOf(root: View): OpenApiVersion | undefined {
  const swagger = root.textAt('swagger');
  if (swagger !== undefined && /^2(\.|$)/.test(swagger)) return '2.0';
  const openapi = root.textAt('openapi');
  const minor = openapi === undefined ? undefined : /^3\.(\d+)/.exec(openapi)?.[1];
  if (minor === undefined) return openapi !== undefined && /^3$/.test(openapi) ? '3.0' : undefined;
  if (minor === '0') return '3.0';
  return minor === '1' ? '3.1' : '3.2';
}
