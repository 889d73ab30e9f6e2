import type { LensHost } from '../../rules/context.ts';
import { identityOf } from './identity.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import { type Source, View } from '../../syntax/view.ts';
import type { DataNoun } from '../noun.ts';
import { collectSchemas } from './collect.ts';
import { methods, Operation, type OperationKind } from './operation.ts';
import { Parameter } from './parameter.ts';
import { References, written } from './references.ts';
import { ApiResponse } from './response.ts';
import type { Schema } from './schema.ts';
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

/** An OpenAPI document with everything that its references reach. Created once for each visit of its chunk. */
export class OpenApiDocument implements DataNoun {
  readonly resource = null;
  readonly view: View;
  readonly version: OpenApiVersion;
  readonly references: References;
  #operations: readonly Operation[] | undefined;
  #schemes: ReadonlyMap<string, SecurityScheme> | undefined;
  #security: Security | undefined;
  #schemas: readonly Schema[] | undefined;
  readonly #parameters = new Map<string, Parameter>();
  readonly #responses = new Map<string, ApiResponse>();
  readonly #servers = new Map<string, readonly Server[]>();

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
    this.#schemes ??= new Map(
      this.schemeEntries.map(([name, entry]) => [
        name,
        new SecurityScheme(this, name, entry, this.references.resolve(entry) ?? entry),
      ]),
    );
    return this.#schemes;
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
    return read && (components.missing || components.get('$ref').missing);
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
    this.#security ??= readSecurity(this, this.view.get('security'));
    return this.#security;
  }

  get servers(): readonly Server[] {
    return this.serversAt(this.view, 'document');
  }

  serversAt(holder: View, level: ServerLevel): readonly Server[] {
    if (this.is2 || !holder.node) return [];
    const known = this.#servers.get(identityOf(holder));
    if (known) return known;
    const servers = holder
      .get('servers')
      .items.filter((it) => it.isMap)
      .map((it) => new Server(this, it, level));
    this.#servers.set(identityOf(holder), servers);
    return servers;
  }

  /** Operations under paths, callbacks and webhooks, in this order. */
  get operations(): readonly Operation[] {
    this.#operations ??= this.#readOperations();
    return this.#operations;
  }

  /** Those that the API itself serves. */
  get served(): readonly Operation[] {
    return this.operations.filter((it) => it.kind === 'path');
  }

  #readOperations(): readonly Operation[] {
    const found: Operation[] = [];
    const seen = new Set<string>();
    const addItem = (entry: View, kind: OperationKind, path: string, depth: number): void => {
      const item = this.references.resolve(entry);
      if (!item?.isMap) return;
      const named = methods.map((method) => [method, item.get(method)] as const);
      const extra = this.version === '3.2' ? item.get('additionalOperations').entries : [];
      for (const [method, entry] of [...named, ...extra]) {
        // A method with nothing behind it is an operation all the same, and some authors put a reference there.
        if (!entry.isMap && !entry.isNull) continue;
        const view = this.references.resolve(entry);
        if (!(view?.isMap || view?.isNull) || !view.node || seen.has(identityOf(view))) continue;
        seen.add(identityOf(view));
        found.push(new Operation(this, entry, view, item, kind, method.toLowerCase(), path));
        if (depth < deepestCallback)
          for (const [, callback] of view.get('callbacks').entries) addCallback(callback, depth + 1);
      }
    };
    const addCallback = (entry: View, depth: number): void => {
      const callback = this.references.resolve(entry);
      for (const [expression, item] of callback?.entries ?? []) {
        if (!expression.startsWith('x-')) addItem(item, 'callback', expression, depth);
      }
    };
    for (const [path, item] of this.view.get('paths').entries)
      if (!path.startsWith('x-')) addItem(item, 'path', path, 0);
    for (const [name, item] of this.view.get('webhooks').entries) addItem(item, 'webhook', name, 0);
    return found;
  }

  /** The parameter behind an entry of a list; one object for all who share it. */
  parameter(entry: View): Parameter | undefined {
    return shared(this.#parameters, this.references.resolve(entry), (view) => new Parameter(this, view));
  }

  response(entry: View): ApiResponse | undefined {
    return shared(this.#responses, this.references.resolve(entry), (view) => new ApiResponse(this, view));
  }

  /** Every parameter of an operation or a component, with its users filled in. */
  get parameters(): readonly Parameter[] {
    this.#link();
    return [...this.#parameters.values()];
  }

  get responses(): readonly ApiResponse[] {
    this.#link();
    return [...this.#responses.values()];
  }

  #linked = false;

  #link(): void {
    if (this.#linked) return;
    this.#linked = true;
    for (const operation of this.operations) {
      for (const parameter of operation.parameters) parameter.operations.push(operation);
      for (const list of [operation.pathItem.get('parameters'), operation.view.get('parameters')])
        for (const item of list.items) this.parameter(item);
      for (const { status, entry, response } of operation.responses) response?.uses.push({ operation, status, entry });
    }
    for (const [, entry] of this.section('parameters').entries) this.parameter(entry);
    for (const [, entry] of this.section('responses').entries) this.response(entry);
  }

  /** Every schema object that the document reaches, once, with the roles that it plays. */
  get schemas(): readonly Schema[] {
    this.#link();
    this.#schemas ??= collectSchemas(this);
    return this.#schemas;
  }

  /** Servers of all levels, and those of links. */
  get allServers(): readonly Server[] {
    const found = new Map<string, Server>();
    const add = (servers: readonly Server[]): void => {
      for (const server of servers) if (!found.has(identityOf(server.view))) found.set(identityOf(server.view), server);
    };
    add(this.servers);
    for (const operation of this.operations) {
      add(this.serversAt(operation.pathItem, 'path'));
      add(this.serversAt(operation.view, 'operation'));
    }
    const links = [...this.responses.flatMap((it) => it.view.get('links').entries), ...this.section('links').entries];
    for (const [, entry] of links) {
      const server = this.references.resolve(entry)?.get('server');
      if (server?.isMap) add([new Server(this, server, 'link')]);
    }
    return [...found.values()];
  }
}

function shared<T>(known: Map<string, T>, view: View | undefined, make: (view: View) => T): T | undefined {
  if (!view?.isMap || !view.node) return undefined;
  const old = known.get(identityOf(view));
  if (old) return old;
  const made = make(written(view));
  known.set(identityOf(view), made);
  return made;
}

/** The version by the root's own word; undefined for what is no OpenAPI document. */
export function versionOf(root: View): OpenApiVersion | undefined {
  const swagger = root.get('swagger').text;
  if (swagger !== undefined && /^2(\.|$)/.test(swagger)) return '2.0';
  const openapi = root.get('openapi').text;
  const minor = openapi === undefined ? undefined : /^3\.(\d+)/.exec(openapi)?.[1];
  if (minor === undefined) return openapi !== undefined && /^3$/.test(openapi) ? '3.0' : undefined;
  if (minor === '0') return '3.0';
  return minor === '1' ? '3.1' : '3.2';
}
