import { noNotes, type Part } from '../../cells/cell.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import type { View } from '../../syntax/view.ts';
import type { DataNoun } from '../noun.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';

/** A Parameter Object, announced once however many operations share it. */
export class Parameter implements DataNoun {
  readonly resource = null;
  /** @internal */
  notes = noNotes;
  readonly document: OpenApiDocument;
  /** The parameter object, with a reference followed. */
  readonly view: View;
  /** @internal What {@link linksOf} tells. */
  readonly users: Part<readonly Operation[]>;

  constructor(document: OpenApiDocument, view: View) {
    this.document = document;
    this.view = view;
    this.users = document.linked();
  }

  /** Operations whose effective list holds it. */
  get operations(): readonly Operation[] {
    return this.users.value;
  }

  get at(): Anchor {
    const name = this.view.get('name');
    return name.exists ? name.anchor() : this.view.anchor();
  }

  get name(): string {
    return this.view.textAt('name') ?? '';
  }

  /** query, header, path, cookie; body and formData in 2.0; querystring in 3.2. */
  get location(): string | undefined {
    return this.view.textAt('in');
  }

  get required(): boolean {
    return this.view.booleanAt('required') === true;
  }

  /** Where type and limits stand: the schema in 3.x and of a 2.0 body, else the 2.0 parameter itself. */
  get schema(): View | undefined {
    if (this.document.version === '2.0' && this.location !== 'body') return this.view;
    const own = this.view.get('schema');
    if (own.exists) return own;
    return this.view.get('content').entries[0]?.[1].get('schema');
  }

  /**
   * What travels in the address under a name of its own: the parameter, or each property of a whole query (3.2, in:
   * querystring).
   */
  get inAddress(): readonly { readonly name: string; readonly at: Anchor; readonly type: View | undefined }[] {
    const { location, name, at, type } = this;
    if (location === 'query' || location === 'path') return [{ name, at, type }];
    if (location !== 'querystring') return [];
    return (type?.get('properties').entries ?? []).map(([key, property]) => ({
      name: key,
      at: property.anchor('key'),
      type: this.document.references.resolve(property),
    }));
  }

  /** The schema with references followed. */
  get type(): View | undefined {
    return this.schema ? this.document.references.resolve(this.schema) : undefined;
  }
}
