import type { Anchor } from '../../syntax/anchor.ts';
import { Cell, isRecording, noNotes, type Part } from '../../cells/cell.ts';
import { identityOf } from './identity.ts';
import type { View } from '../../syntax/view.ts';
import type { DataNoun } from '../noun.ts';
import type { Draft } from './collect.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';
import { referenceOf } from './references.ts';

/** The ways on which data described by a schema travels. A component that nothing reaches has none. */
export type SchemaRole = 'request' | 'response' | 'parameter' | 'header';

/** How a schema hangs below another one. */
export type SchemaEdge = 'property' | 'map' | 'items' | 'allOf' | 'anyOf' | 'oneOf' | 'not' | 'condition' | 'other';

export interface Subschema {
  readonly edge: SchemaEdge;
  readonly view: View;
  /** The name of the property. */
  readonly name: string | undefined;
}

/** How a schema hangs together with the rest of its document. */
export interface SchemaContext {
  readonly name: string | undefined;
  readonly roles: ReadonlyMap<SchemaRole, Operation | undefined>;
  readonly composedIn: ReadonlySet<Schema>;
  readonly alternativeOf: ReadonlySet<Schema>;
  readonly owners: ReadonlySet<Schema>;
}

/** Of a schema that is not reached. */
export const noContext: SchemaContext = {
  name: undefined,
  roles: new Map(),
  composedIn: new Set(),
  alternativeOf: new Set(),
  owners: new Set(),
};

/**
 * A schema object, announced once however many places reach it; in 2.0 also a parameter or header, which carries the
 * keywords itself. Objects that are nothing but a reference are seen through.
 */
export class Schema implements DataNoun {
  readonly resource = null;
  /** @internal */
  notes = noNotes;
  readonly document: OpenApiDocument;
  readonly view: View;
  /** @internal What {@link collectSchemas} tells. */
  readonly context: Part<SchemaContext>;
  /** @internal What it writes down on its way. */
  draft: Draft | undefined;
  readonly #facets = new Cell(() => this.#readFacets());
  readonly #children = new Cell(() => subschemasOf(this.view), sameSubschemas);

  constructor(document: OpenApiDocument, view: View) {
    this.document = document;
    this.view = view;
    this.context = document.contextOfSchema();
  }

  /** The name of the property or component that first led here. */
  get name(): string | undefined {
    return this.context.value.name;
  }

  /** The first operation that reaches it in each role. */
  get roles(): ReadonlyMap<SchemaRole, Operation | undefined> {
    return this.context.value.roles;
  }

  /** Schemas that hold this one in their allOf: what they say holds here too. */
  get composedIn(): ReadonlySet<Schema> {
    return this.context.value.composedIn;
  }

  /** Schemas that hold this one in a combinator or a condition: it describes the same value as they do. */
  get alternativeOf(): ReadonlySet<Schema> {
    return this.context.value.alternativeOf;
  }

  /** The schemas that list it as a property. */
  get owners(): ReadonlySet<Schema> {
    return this.context.value.owners;
  }

  get at(): Anchor {
    return this.view.anchor();
  }

  /** True when a caller of the API writes it. */
  get incoming(): boolean {
    return this.roles.has('request') || this.roles.has('parameter');
  }

  get outgoing(): boolean {
    return this.roles.has('response') || this.roles.has('header');
  }

  /** Who is affected, for messages: the operation that reaches it first, or undefined. */
  get user(): Operation | undefined {
    return (
      this.roles.get('request') ?? this.roles.get('parameter') ?? this.roles.get('response') ?? this.roles.get('header')
    );
  }

  /** "`Pet.tags`" for messages. */
  get label(): string {
    const owner = [...this.owners][0];
    const name = this.name ?? 'schema';
    return owner?.name && owner.view.route.at(-2) !== 'properties' ? `${owner.name}.${name}` : name;
  }

  /** The stated types; 3.1 allows a list, and "null" in it is left out. */
  get types(): readonly string[] {
    const one = this.view.textAt('type');
    if (one !== undefined) return one === 'null' || one === '' ? [] : [one];
    const type = this.view.get('type');
    const all = type.items.map((it) => it.text ?? '');
    return all.filter((it) => it !== 'null' && it !== '');
  }

  is(type: string): boolean {
    const one = this.view.textAt('type');
    return one === undefined ? this.types.includes(type) : one === type;
  }

  get subschemas(): readonly Subschema[] {
    return this.#children.value;
  }

  /**
   * The objects whose keywords all hold for the same value: this one, the members of its allOf, and the schemas that
   * hold it in their own allOf.
   */
  get facets(): readonly View[] {
    return this.#facets.value.views;
  }

  /** True when the keyword, or the value of it, may be stated by any facet; also when a facet cannot be read. */
  states(...keywords: readonly string[]): boolean {
    const { views, known } = this.#facets.value;
    if (!known) return true;
    for (const view of views) for (const keyword of keywords) if (!view.lacks(keyword)) return true;
    return false;
  }

  #readFacets(): { readonly views: readonly View[]; readonly known: boolean } {
    // Most schemas are made of nothing else.
    const { view } = this;
    if (this.composedIn.size === 0 && view.exists && !view.has('allOf') && referenceOf(view) === undefined)
      return { views: [view], known: true };
    const seen = new Set<unknown>();
    const views: View[] = [];
    let known = true;
    const { references } = this.document;
    const add = (entry: View, depth: number): void => {
      const layers = references.layers(entry);
      if (!layers) known = false;
      for (const view of layers ?? []) {
        if (depth > 20 || seen.has(identityOf(view))) continue;
        seen.add(identityOf(view));
        views.push(view);
        if (view.has('allOf')) for (const item of view.get('allOf').items) add(item, depth + 1);
      }
    };
    add(this.view, 0);
    const up = (schema: Schema, depth: number): void => {
      for (const parent of schema.composedIn) {
        if (depth > 8 || seen.has(identityOf(parent.view))) continue;
        add(parent.view, 0);
        up(parent, depth + 1);
      }
    };
    up(this, 0);
    return { views, known };
  }
}

function sameSubschemas(a: readonly Subschema[], b: readonly Subschema[]): boolean {
  return a.length === b.length && a.every((it, i) => it.view === b[i]?.view && it.edge === b[i]?.edge);
}

/** How the value behind a keyword holds schemas: as a map of them, as a list, or as one (JSON Schema 2020-12, section 10). */
const keywords: ReadonlyMap<string, readonly ['map' | 'list' | 'one', SchemaEdge]> = new Map([
  ['properties', ['map', 'property']],
  ['patternProperties', ['map', 'map']],
  ['dependentSchemas', ['map', 'condition']],
  ['$defs', ['map', 'other']],
  ['definitions', ['map', 'other']],
  ['allOf', ['list', 'allOf']],
  ['anyOf', ['list', 'anyOf']],
  ['oneOf', ['list', 'oneOf']],
  ['prefixItems', ['list', 'items']],
  ['items', ['one', 'items']],
  ['additionalProperties', ['one', 'map']],
  ['unevaluatedProperties', ['one', 'map']],
  ['additionalItems', ['one', 'items']],
  ['contains', ['one', 'other']],
  ['propertyNames', ['one', 'other']],
  ['contentSchema', ['one', 'other']],
  ['not', ['one', 'not']],
  ['if', ['one', 'condition']],
  ['then', ['one', 'condition']],
  ['else', ['one', 'condition']],
] as const);

/** The schemas right below a schema object, in document order. */
export function subschemasOf(view: View): readonly Subschema[] {
  const found: Subschema[] = [];
  // Of a file that stands still, what else a schema says needs no views here.
  if (isRecording()) for (const value of view.values) addBehind(found, value.key ?? '', value);
  else for (const keyword of view.keys) if (keywords.has(keyword)) addBehind(found, keyword, view.get(keyword));
  return found;
}

/** Adds the schemas behind a keyword. */
function addBehind(found: Subschema[], keyword: string, value: View): void {
  const behind = keywords.get(keyword);
  if (!behind) return;
  const [form, edge] = behind;
  if (form === 'map') {
    const named = edge === 'property';
    for (const view of value.values) found.push({ edge, view, name: named ? view.key : undefined });
  } else if (form === 'one' && value.isMap) found.push({ edge, view: value, name: undefined });
  // A list under items is the tuple of older drafts.
  else for (const view of value.items) found.push({ edge, view, name: undefined });
}
