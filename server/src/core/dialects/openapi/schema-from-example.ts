import type { PlainValue } from '../../fix/patch.ts';
import type { View } from '../../syntax/view.ts';
import { dataClassOf } from './data-classes.ts';

/** Deeper or wider examples are described so far only; the author goes on from there. */
const deepest = 6;
const mostProperties = 60;

/** The formats of JSON Schema that a text shows by itself (2020-12, 7.3). */
const formats: readonly (readonly [format: string, form: RegExp])[] = [
  ['date-time', /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['uuid', /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i],
  ['email', /^[^@\s]+@[^@\s]+\.[^@\s]+$/],
  ['uri', /^https?:\/\/\S+$/],
];

/**
 * A bounded, closed schema that the example fits: the author's own words, turned into the check that is missing. Sizes
 * are proposals with room to spare. Undefined where the example tells nothing.
 */
export function schemaFromExample(example: View, name = '', depth = 0): PlainValue | undefined {
  if (example.isMap) {
    if (depth >= deepest) return { type: 'object', additionalProperties: false };
    const properties: Record<string, PlainValue> = Object.create(null);
    for (const [key, value] of example.entries.slice(0, mostProperties))
      properties[key] = schemaFromExample(value, key, depth + 1) ?? { type: 'string', maxLength: 255 };
    return { type: 'object', additionalProperties: false, properties };
  }
  if (example.isList) {
    const items = example.items[0] && schemaFromExample(example.items[0], name, depth + 1);
    return { type: 'array', maxItems: 100, items: items ?? { type: 'string', maxLength: 255 } };
  }
  const { string, number, boolean } = example;
  if (boolean !== undefined) return { type: 'boolean' };
  if (number !== undefined) return rangeOf(number);
  return string === undefined ? undefined : stringLike(string, name);
}

function rangeOf(number: number): PlainValue {
  const large = Math.abs(number) > 1_000_000;
  const maximum = large ? Number.MAX_SAFE_INTEGER : 2_147_483_647;
  const minimum = number < 0 ? -maximum : 0;
  return Number.isInteger(number)
    ? { type: 'integer', format: large ? 'int64' : 'int32', minimum, maximum }
    : { type: 'number', format: 'double', minimum, maximum };
}

function stringLike(text: string, name: string): PlainValue {
  const format = /^pass(?:word|phrase)$/i.test(name) ? 'password' : formats.find(([, form]) => form.test(text))?.[0];
  const room = [64, 255, 1000, 10_000].find((it) => it >= text.length * 2) ?? 100_000;
  const maxLength = dataClassOf(name) === 'credentials' ? Math.max(room, 255) : room;
  return { type: 'string', ...(format === undefined ? {} : { format }), maxLength };
}
