import type { PlainValue } from './patch.ts';
import { blank, fillBlanks } from './patch.ts';

const [open, close] = blank('');

/** What JSON writes without quotes. */
const bare = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;

/**
 * True for a string that is one blank whose proposal reads as a number, a truth or null: `maxItems: <100>`. Only a
 * string can carry a blank, so this is how a rule proposes a number; it is written without quotes.
 */
export function isBareBlank(text: string): boolean {
  return (
    open !== undefined &&
    close !== undefined &&
    text.startsWith(open) &&
    text.indexOf(close) === text.length - 1 &&
    bare.test(fillBlanks(text))
  );
}

/** The value that a document has once the blanks are filled in by their own proposals. */
export function settled(value: PlainValue): PlainValue {
  if (typeof value === 'string') {
    const text = fillBlanks(value);
    return isBareBlank(value) ? (JSON.parse(text) as PlainValue) : text;
  }
  if (isList(value)) return value.map(settled);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, it]) => [fillBlanks(key), settled(it)]));
  return value;
}

export function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

export function isMap(value: PlainValue): value is { readonly [key: string]: PlainValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as it stands under the given steps: `['b', 'c']` and 1 give `{ b: { c: 1 } }`. Undefined for a list that would begin with holes. */
export function wrapped(steps: readonly (string | number)[], value: PlainValue): PlainValue | undefined {
  let made = value;
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i];
    if (typeof step === 'string') made = Object.fromEntries([[step, made]]);
    else if (step === 0) made = [made];
    else return undefined;
  }
  return made;
}
