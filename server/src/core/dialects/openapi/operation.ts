import { Cell, noNotes } from '../../cells/cell.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import type { View } from '../../syntax/view.ts';
import type { DataNoun } from '../noun.ts';
import { rootsOfOperation, sameRoots, type SchemaRoot } from './collect.ts';
import type { OpenApiDocument } from './document.ts';
import type { Parameter } from './parameter.ts';
import { sameElements } from '../../cells/same.ts';
import { type ApiResponse, type Content, contentsOf, type ResponseUse, sameContents } from './response.ts';
import { readSecurity, type Security } from './security.ts';
import type { Server } from './server.ts';
import { type Purpose, purposeOf } from './purpose.ts';
import { wordsOf } from './words.ts';

/** Who calls: `path` operations are served by the API, webhooks and callbacks are calls that the API makes. */
export type OperationKind = 'path' | 'webhook' | 'callback';

function sameResponses(a: readonly OperationResponse[], b: readonly OperationResponse[]): boolean {
  return a.length === b.length && a.every((it, i) => it.entry === b[i]?.entry && it.response === b[i]?.response);
}

/** The methods of HTTP that a path item may hold (3.2 adds query). */
export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const;

/** The safe ones of the IANA registry of methods: 3.2 lets a document name any other, such as COPY or LOCK. */
const safeMethods: ReadonlySet<string> = new Set('get head options trace query propfind report search pri'.split(' '));

/** A declared answer of an operation. */
export interface OperationResponse {
  readonly status: string;
  readonly entry: View;
  /** Undefined when its reference leads nowhere. */
  readonly response: ApiResponse | undefined;
  readonly use: ResponseUse;
}

/** An Operation Object with what it inherits: parameters and servers of its path item, security of its document. */
export class Operation implements DataNoun {
  readonly resource = null;
  /** @internal */
  notes = noNotes;
  readonly document: OpenApiDocument;
  /** The method's entry in the path item. */
  readonly entry: View;
  /** The operation object, with a reference followed. */
  readonly view: View;
  readonly pathItem: View;
  readonly kind: OperationKind;
  /** In lower case. */
  readonly method: string;
  /** The key of the path, the name of the webhook or the expression of the callback. */
  readonly path: string;
  /** The literal segments of the path, without templates. */
  readonly segments: readonly string[];
  readonly #ownSecurity = new Cell(() => readSecurity(this.document, this.view.get('security')));
  readonly #security = new Cell(() => this.#readSecurity());
  readonly #publicReason = new Cell(() => this.#readPublicReason());
  readonly #words = new Cell(() => [...this.segments.flatMap(wordsOf), ...wordsOf(this.id ?? '')], sameElements);
  readonly #parameters = new Cell(() => this.#readParameters(), sameElements);
  readonly #responses = new Cell(() => this.#readResponses(), sameResponses);
  readonly #requestBody = new Cell(() => this.#readRequestBody(), Object.is, 'fine');
  readonly #requestContents = new Cell(() => this.#readRequestContents(), sameContents, 'fine');
  readonly #listedParameters = new Cell(() => this.#readListed(), sameElements, 'fine');
  readonly #schemaRoots = new Cell(() => rootsOfOperation(this), sameRoots, 'fine');
  readonly #ownServers = new Cell(
    () => [...this.document.serversAt(this.pathItem, 'path'), ...this.document.serversAt(this.view, 'operation')],
    sameElements,
    'fine',
  );
  readonly #purpose = new Cell(() => purposeOf(this));

  constructor(
    document: OpenApiDocument,
    entry: View,
    view: View,
    pathItem: View,
    kind: OperationKind,
    method: string,
    path: string,
  ) {
    this.document = document;
    this.entry = entry;
    this.view = view;
    this.pathItem = pathItem;
    this.kind = kind;
    this.method = method;
    this.path = path;
    this.segments = path.split('/').filter((it) => it !== '' && !it.startsWith('{'));
  }

  get at(): Anchor {
    return this.entry.anchor('key');
  }

  /** "GET /users/{id}", in the author's own words. */
  get label(): string {
    return `${this.method.toUpperCase()} ${this.path}`;
  }

  get id(): string | undefined {
    return this.view.textAt('operationId');
  }

  /** Can change state by the meaning of its method: any that is not registered as safe (RFC 9110, section 9.2.1). */
  get writes(): boolean {
    return !safeMethods.has(this.method);
  }

  get deprecated(): boolean {
    return this.view.booleanAt('deprecated') === true;
  }

  /** The words of the path's literal segments and of the operation's id. */
  get words(): readonly string[] {
    return this.#words.value;
  }

  /** What the operation is for, as far as it decides whether a credential can be asked for. */
  get purpose(): Purpose | undefined {
    return this.#purpose.value;
  }

  /** The reason for which it is public on purpose: `x-parapet-public` here, on the path item or on the document. */
  get publicReason(): string | undefined {
    return this.#publicReason.value;
  }

  #readPublicReason(): string | undefined {
    for (const view of [this.view, this.pathItem, this.document.view]) {
      const reason = view.stringAt('x-parapet-public')?.trim();
      if (reason) return reason;
    }
    return undefined;
  }

  /** The requirement written on the operation itself. */
  get ownSecurity(): Security {
    return this.#ownSecurity.value;
  }

  /** The operation's own list when the key exists, else the document's (3.1.1, section 4.8.10.1). */
  get security(): Security {
    return this.#security.value;
  }

  #readSecurity(): Security {
    const own = this.ownSecurity;
    return own.state === 'missing' ? this.document.security : own;
  }

  /** Path item's parameters overridden by the operation's, which share a name and a place. */
  get parameters(): readonly Parameter[] {
    return this.#parameters.value;
  }

  #readParameters(): readonly Parameter[] {
    const byKey = new Map<string, Parameter>();
    for (const holder of [this.pathItem, this.view]) {
      for (const item of holder.itemsAt('parameters')) {
        const parameter = this.document.parameter(item);
        if (parameter) byKey.set(`${parameter.location} ${parameter.name}`, parameter);
      }
    }
    return [...byKey.values()];
  }

  #readListed(): readonly Parameter[] {
    return [this.pathItem, this.view].flatMap((holder) =>
      holder.itemsAt('parameters').flatMap((item) => this.document.parameter(item) ?? []),
    );
  }

  /** True when every parameter in the lists could be read: only then is an absence known. */
  get parametersKnown(): boolean {
    return [this.pathItem, this.view].every((holder) =>
      holder.itemsAt('parameters').every((item) => this.document.parameter(item) !== undefined),
    );
  }

  get servers(): readonly Server[] {
    for (const [view, level] of [[this.view, 'operation'] as const, [this.pathItem, 'path'] as const]) {
      const own = this.document.serversAt(view, level);
      if (own.length > 0) return own;
    }
    return this.document.servers;
  }

  /** Those written at the operation and at its path. */
  get ownServers(): readonly Server[] {
    return this.#ownServers.value;
  }

  /** Every parameter that the operation and its path list, overridden ones too. */
  get listedParameters(): readonly Parameter[] {
    return this.#listedParameters.value;
  }

  /** The schemas that it names. */
  get schemaRoots(): readonly SchemaRoot[] {
    return this.#schemaRoots.value;
  }

  /** The request body object of 3.x, with a reference followed. */
  get requestBody(): View | undefined {
    return this.#requestBody.value;
  }

  #readRequestBody(): View | undefined {
    return this.view.has('requestBody') ? this.document.references.resolve(this.view.get('requestBody')) : undefined;
  }

  /** What a caller may send: the request body's content in 3.x, the body parameter in 2.0. */
  get requestContents(): readonly Content[] {
    return this.#requestContents.value;
  }

  #readRequestContents(): readonly Content[] {
    if (this.document.version !== '2.0')
      return this.requestBody ? contentsOf(this.document, this.requestBody.get('content')) : [];
    return this.parameters
      .filter((it) => it.location === 'body')
      .map((it) => ({ mediaType: '', view: it.view, schema: it.view.get('schema') }));
  }

  /** The entries of `responses` without extensions, as written; the response is undefined when its reference leads nowhere. */
  get responses(): readonly OperationResponse[] {
    return this.#responses.value;
  }

  #readResponses(): readonly OperationResponse[] {
    const found: OperationResponse[] = [];
    for (const entry of this.view.valuesAt('responses')) {
      const status = entry.key ?? '';
      if (status.startsWith('x-')) continue;
      const response = this.document.response(entry);
      found.push({ status, entry, response, use: { operation: this, status, entry } });
    }
    return found;
  }

  /** True when the code itself, its range or (if asked) `default` is declared. */
  answers(status: string, orDefault = true): boolean {
    const range = `${status[0]}XX`;
    return this.responses.some(
      (it) => it.status === status || it.status.toUpperCase() === range || (orDefault && it.status === 'default'),
    );
  }

  /** True when the responses are known in full. */
  get responsesKnown(): boolean {
    const view = this.view.get('responses');
    return view.missing || view.exists;
  }
}
