import fc from 'fast-check';

/** One change of a text, as a person or a tool makes it. Places are shares of the text, 0 to 1. */
export type Edit =
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'delete'; readonly at: number; readonly length: number }
  | { readonly kind: 'word'; readonly at: number; readonly text: string }
  | { readonly kind: 'copy'; readonly at: number; readonly lines: number; readonly to: number }
  | { readonly kind: 'cut'; readonly at: number; readonly lines: number }
  | { readonly kind: 'indent'; readonly at: number; readonly lines: number; readonly by: number };

const texts = [
  'x',
  ' ',
  '\n',
  '1',
  ': ',
  '- ',
  '"',
  '#',
  '{}',
  '[]',
  'null',
  'type: string\n',
  'maxLength: 10\n',
  "$ref: '#/components/schemas/Pet'\n",
  'description: words\n',
  'security: []\n',
];

const words = [
  'string',
  'integer',
  'object',
  'get',
  'post',
  'paths',
  'http',
  'true',
  'properties',
  'schema',
  'id',
  '200',
  '',
  'password',
  'email',
  '/pets',
  '$ref',
];

const place = fc.double({ min: 0, max: 1, noNaN: true });

/** Scripts of at most so many edits. */
export function editScript(most: number): fc.Arbitrary<readonly Edit[]> {
  const lines = fc.integer({ min: 1, max: 8 });
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    fc.record({ kind: fc.constant('insert' as const), at: place, text: fc.constantFrom(...texts) }),
    fc.record({ kind: fc.constant('delete' as const), at: place, length: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ kind: fc.constant('word' as const), at: place, text: fc.constantFrom(...words) }),
    fc.record({ kind: fc.constant('copy' as const), at: place, lines, to: place }),
    fc.record({ kind: fc.constant('cut' as const), at: place, lines }),
    fc.record({ kind: fc.constant('indent' as const), at: place, lines, by: fc.constantFrom(-2, 2) }),
  );
  return fc.array(edit, { minLength: 1, maxLength: most });
}

/** The text after one edit. */
export function edited(text: string, edit: Edit): string {
  const at = Math.floor(edit.at * text.length);
  if (edit.kind === 'insert') return text.slice(0, at) + edit.text + text.slice(at);
  if (edit.kind === 'delete') return text.slice(0, at) + text.slice(at + edit.length);
  if (edit.kind === 'word') {
    const start = text.slice(0, at).search(/[\w$]*$/);
    const end = at + (/^[\w$]*/.exec(text.slice(at))?.[0].length ?? 0);
    return text.slice(0, start) + edit.text + text.slice(end);
  }
  const lines = text.split('\n');
  const line = Math.floor(edit.at * lines.length);
  if (edit.kind === 'copy') {
    const copied = lines.slice(line, line + edit.lines);
    return lines.toSpliced(Math.floor(edit.to * lines.length), 0, ...copied).join('\n');
  }
  if (edit.kind === 'cut') return lines.toSpliced(line, edit.lines).join('\n');
  return lines
    .map((it, i) => (i < line || i >= line + edit.lines ? it : edit.by > 0 ? `  ${it}` : it.replace(/^ {2}/, '')))
    .join('\n');
}
