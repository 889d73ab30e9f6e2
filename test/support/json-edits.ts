import type { Random } from './typing.ts';

const scraps = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '1',
  'true',
  'x',
  ' ',
  '\n',
  '\\',
  '/',
  '//',
  '/*',
  '*/',
  '"k": ',
  '{"a": 1}',
  ', "k": 2',
  '\u0001',
];

/** A JSON text after one edit: something typed, or taken out. */
export function editedJson(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  if (random.below(3) === 0)
    return text.slice(0, at) + text.slice(at + 1 + random.below(random.below(4) === 0 ? 60 : 3));
  return text.slice(0, at) + random.pick(scraps) + text.slice(at);
}
