import type { View } from '../../syntax/view.ts';
import type { OpenApiDocument } from './document.ts';
import type { Schema } from './schema.ts';

const combinators = ['allOf', 'anyOf', 'oneOf'];

/**
 * The names of all properties that describe the value of a schema: its own, those of every part of its compositions, and
 * those of the schemas that it is a part of. Undefined when they cannot all be known, or when the schema describes
 * properties by other means than their names.
 */
export function describedProperties(schema: Schema): ReadonlyMap<string, View> | undefined {
  const found = new Map<string, View>();
  const seen = new Set<unknown>();
  const { references } = schema.document;
  let known = true;
  const add = (view: View, depth: number): void => {
    if (seen.has(view.node) || depth > 20) return;
    seen.add(view.node);
    const properties = view.get('properties');
    if (!properties.exists && !properties.missing) known = false;
    for (const [name, property] of properties.entries) if (!found.has(name)) found.set(name, property);
    if (
      view.get('additionalProperties').isMap ||
      view.get('unevaluatedProperties').isMap ||
      view.has('patternProperties') ||
      view.has('propertyNames')
    )
      known = false;
    for (const keyword of combinators) {
      for (const item of view.get(keyword).items) {
        const member = references.resolve(item);
        if (member) add(member, depth + 1);
        else known = false;
      }
    }
  };
  const up = (of: Schema, depth: number): void => {
    if (depth > 8) return;
    add(of.view, 0);
    for (const parent of of.alternativeOf) if (!seen.has(parent.view.node)) up(parent, depth + 1);
  };
  up(schema, 0);
  return known ? found : undefined;
}

/** The property with its reference followed. */
export function resolved(document: OpenApiDocument, view: View | undefined): View | undefined {
  return view ? document.references.resolve(view) : undefined;
}
