import type { View } from '../../syntax/view.ts';
import { identityOf } from './identity.ts';
import type { OpenApiDocument } from './document.ts';
import type { Schema } from './schema.ts';

/** Compositions nested deeper than this are not judged. */
const deepestComposition = 40;

/**
 * The names of all properties that describe the value of a schema: its own, those of every part of its compositions,
 * those that all of its alternatives share, and those of the schemas that it is a part of. Undefined when they cannot all
 * be known, or when the schema describes properties by other means than their names.
 */
export function describedProperties(schema: Schema): ReadonlyMap<string, View> | undefined {
  const reader = new PropertyReader(schema.document);
  const found = new Map<string, View>();
  const seen = new Set<unknown>();
  const up = (of: Schema, depth: number): void => {
    if (depth > 8 || seen.has(identityOf(of.view))) return;
    seen.add(identityOf(of.view));
    for (const [name, view] of reader.read(of.view, 0)) if (!found.has(name)) found.set(name, view);
    for (const parent of of.alternativeOf) up(parent, depth + 1);
  };
  up(schema, 0);
  return reader.known ? found : undefined;
}

class PropertyReader {
  readonly #document: OpenApiDocument;
  /** What each object describes: parts that are shared a thousandfold are read once, and a circle ends. */
  readonly #read = new Map<unknown, Map<string, View>>();
  known = true;

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  read(entry: View, depth: number): ReadonlyMap<string, View> {
    const layers = this.#document.references.layers(entry);
    if (!layers || depth > deepestComposition) this.known = false;
    const [only, ...others] = layers ?? [];
    if (!only || depth > deepestComposition) return new Map();
    if (others.length === 0) return this.#readOnce(only, depth);
    const found = new Map(this.#readOnce(only, depth));
    for (const view of others) for (const [name, it] of this.#readOnce(view, depth)) found.set(name, it);
    return found;
  }

  #readOnce(view: View, depth: number): ReadonlyMap<string, View> {
    const known = this.#read.get(identityOf(view));
    if (known) return known;
    const found = new Map<string, View>();
    this.#read.set(identityOf(view), found);
    this.#readOne(view, depth, found);
    return found;
  }

  #readOne(view: View, depth: number, found: Map<string, View>): void {
    const properties = view.get('properties');
    // A map of schemas cannot be a reference; bundlers put one together all the same, and what it holds is theirs to say.
    if (properties.textAt('$ref') !== undefined) this.known = false;
    if (!properties.exists && !properties.missing) this.known = false;
    for (const keyword of ['additionalProperties', 'unevaluatedProperties'])
      if (view.has(keyword) && view.get(keyword).isMap) this.known = false;
    if (view.has('patternProperties') || view.has('propertyNames')) this.known = false;
    for (const [name, property] of properties.entries) found.set(name, property);
    for (const item of view.itemsAt('allOf')) for (const [name, it] of this.read(item, depth + 1)) found.set(name, it);
    for (const keyword of ['anyOf', 'oneOf']) {
      const [first, ...others] = view.itemsAt(keyword).map((it) => this.read(it, depth + 1));
      for (const [name, it] of first ?? []) if (others.every((other) => other.has(name))) found.set(name, it);
    }
  }
}

/** The property with its reference followed. */
export function resolved(document: OpenApiDocument, view: View | undefined): View | undefined {
  return view ? document.references.resolve(view) : undefined;
}
