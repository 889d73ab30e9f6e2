import { Cell, noNotes, type Part } from '../../cells/cell.ts';
import { sameElements } from '../../cells/same.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import type { View } from '../../syntax/view.ts';
import type { DataNoun } from '../noun.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';
import type { Server } from './server.ts';

/** A media type of a body with its schema; in 2.0 the one schema of the response, under every type that is produced. */
export interface Content {
  readonly mediaType: string;
  /** The Media Type Object; in 2.0 the response or the body parameter. */
  readonly view: View;
  readonly schema: View;
}

/** How an operation refers to a response. */
export interface ResponseUse {
  readonly operation: Operation;
  /** "200", "4XX", "default". */
  readonly status: string;
  /** The entry of `responses`, which may be a reference. */
  readonly entry: View;
}

/** A Response Object, announced once however many operations share it. */
export class ApiResponse implements DataNoun {
  readonly resource = null;
  /** @internal */
  notes = noNotes;
  readonly document: OpenApiDocument;
  /** The response object, with a reference followed. */
  readonly view: View;
  readonly #contents = new Cell(() => this.#readContents(), sameContents, 'fine');
  readonly #headers = new Cell(() => this.#readHeaders(), Object.is, 'fine');
  readonly #linkServers = new Cell(
    () => (this.view.has('links') ? this.document.linkServers(this.view.get('links')) : []),
    sameElements,
    'fine',
  );
  /** @internal What {@link linksOf} tells. */
  readonly users: Part<readonly ResponseUse[]>;

  constructor(document: OpenApiDocument, view: View) {
    this.document = document;
    this.view = view;
    this.users = document.linked();
  }

  /** The servers that its links lead to. */
  get linkServers(): readonly Server[] {
    return this.#linkServers.value;
  }

  /** Who answers with it. */
  get uses(): readonly ResponseUse[] {
    return this.users.value;
  }

  get at(): Anchor {
    return this.view.anchor();
  }

  get contents(): readonly Content[] {
    return this.#contents.value;
  }

  #readContents(): readonly Content[] {
    if (this.document.version === '2.0') {
      return this.view.has('schema') ? [{ mediaType: '', view: this.view, schema: this.view.get('schema') }] : [];
    }
    return this.view.has('content') ? contentsOf(this.document, this.view.get('content')) : [];
  }

  /** Declared headers by name in lower case. */
  get headers(): ReadonlyMap<string, View> {
    return this.#headers.value;
  }

  #readHeaders(): ReadonlyMap<string, View> {
    return new Map(this.view.valuesAt('headers').map((it) => [(it.key ?? '').toLowerCase(), it]));
  }
}

export function sameContents(a: readonly Content[], b: readonly Content[]): boolean {
  return (
    a.length === b.length &&
    a.every((it, i) => it.view === b[i]?.view && it.schema === b[i]?.schema && it.mediaType === b[i]?.mediaType)
  );
}

/** The entries of a `content` map; 3.2 allows references to media types. */
export function contentsOf(document: OpenApiDocument, content: View): readonly Content[] {
  return content.entries.flatMap(([mediaType, entry]) => {
    const view = document.references.resolve(entry);
    return view && !mediaType.startsWith('x-') ? [{ mediaType, view, schema: view.get('schema') }] : [];
  });
}
