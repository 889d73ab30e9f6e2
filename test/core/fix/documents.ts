import fc from 'fast-check';
import type { PlainValue } from '../../../server/src/core/fix/patch.ts';

/** Values as rules write them, and worse. */
const scalar: fc.Arbitrary<string | number | boolean | null> = fc.oneof(
  fc.constantFrom(
    'x',
    'on',
    '007',
    'a: b',
    'a #b',
    '',
    ' ',
    '- a',
    '12:30',
    "it's",
    '{a}',
    'l1\nl2\n',
    'l1\n\n l2',
    '2020-01-01',
    '<<',
    '~',
  ),
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);

export const plainValue: fc.Arbitrary<PlainValue> = fc.letrec<{ value: PlainValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('a', 'b', 'on', '404', 'x-y'), fc.string({ minLength: 1, maxLength: 5 })),
      tie('value'),
      { maxKeys: 3 },
    ),
  ),
})).value;

const key = fc.constantFrom('a', 'bb', 'c-c', '"200"', "'on'", 'x.y', '404', '/path/{id}');
const leaf = fc.constantFrom(
  '1',
  'x',
  '"q"',
  "'s'",
  'true',
  '',
  '~',
  'two words',
  'http://h:80',
  '"a # b"',
  '[]',
  '{}',
  '[1, x]',
  '[1,2,]',
  '{k: v, l: [1]}',
  '{ k: v }',
  'a\n  b',
  '|\n  l1\n  l2',
  '>-\n  l1\n\n  l2',
  '[\n  1, # c\n  2\n]',
);
const comment = fc.constantFrom('', '', '', ' # c');
const above = fc.constantFrom('', '', '', '# above\n', '\n', '\n# far\n\n');
const below = fc.constantFrom('', '', '', '\n    # deep', '\n# same');

interface Style {
  readonly step: number;
  readonly list: number;
  readonly gap: number;
}

type Made =
  | { readonly flat: string }
  | { readonly map: readonly (readonly [string, Made, string, string, string])[] }
  | { readonly list: readonly (readonly [Made, string, string])[] };

const made: fc.Arbitrary<Made> = fc.letrec<{ it: Made; map: Made }>((tie) => ({
  it: fc.oneof(
    { depthSize: 'small' },
    leaf.map((flat) => ({ flat })),
    tie('map'),
    fc.array(fc.tuple(tie('it'), comment, above), { minLength: 1, maxLength: 3 }).map((list) => ({ list })),
  ),
  map: fc
    .uniqueArray(fc.tuple(key, tie('it'), comment, above, below), {
      minLength: 1,
      maxLength: 4,
      selector: ([it]) => it.replace(/["']/g, ''),
    })
    .map((map) => ({ map })),
})).map;

/** YAML as people write it: every indentation, comments, quotes, flows, block scalars, line ends. */
export const yamlText: fc.Arbitrary<string> = fc
  .record({
    made,
    style: fc.record({ step: fc.constantFrom(2, 4), list: fc.constantFrom(0, 2), gap: fc.constantFrom(2, 4) }),
    head: fc.constantFrom('', '', '# head\n', '---\n', '%YAML 1.2\n---\n', '\uFEFF'),
    tail: fc.constantFrom('\n', '\n', '', '\n# end\n', '\n\n', '\n...\n'),
    crlf: fc.boolean(),
  })
  .map(({ made: it, style, head, tail, crlf }) => {
    const text = head + lines(it, 0, style).replace(/^\n/, '') + tail;
    return crlf ? text.replaceAll('\n', '\r\n') : text;
  });

function lines(it: Made, depth: number, style: Style): string {
  const pad = ' '.repeat(depth);
  if ('flat' in it) return it.flat;
  if ('map' in it) {
    return it.map
      .map(
        ([name, value, note, over, under]) =>
          `${indent(over, pad)}${pad}${name}:${behind(value, depth, note, style)}${under.replaceAll('\n', `\n${pad}`)}`,
      )
      .join('\n');
  }
  return it.list
    .map(([value, note, over]) => {
      const inner = depth + style.gap;
      const dash = `${indent(over, pad)}${pad}-`;
      if ('flat' in value) return dash + behind(value, depth, note, style);
      return `${dash}${' '.repeat(style.gap - 1)}${lines(withoutHead(value), inner, style).slice(inner)}`;
    })
    .join('\n');
}

/** Nothing can stand between a dash and what begins on its line. */
function withoutHead(it: Made): Made {
  if ('map' in it)
    return {
      map: it.map.map(([a, value, note, over, under], i) => [a, value, note, i === 0 ? '' : over, under] as const),
    };
  return 'list' in it
    ? {
        list: it.list.map(
          ([value, note, over], i) =>
            [i === 0 && !('flat' in value) ? withoutHead(value) : value, note, i === 0 ? '' : over] as const,
        ),
      }
    : it;
}

function behind(value: Made, depth: number, note: string, style: Style): string {
  if ('flat' in value) {
    const block = /^[|>]/.test(value.flat);
    const [first = '', ...rest] = value.flat.split('\n');
    const below = rest.map((line) => `\n${' '.repeat(depth)}${line}`).join('');
    // A comment cannot stand inside a scalar of several lines; behind its last one it can, unless that is a block's.
    const noteAt = block ? `${first}${note}${below}` : `${first}${below}${note}`;
    return first === '' ? note : ` ${noteAt}`;
  }
  return `${note}\n${lines(value, depth + ('list' in value ? style.list : style.step), style)}`;
}

function indent(over: string, pad: string): string {
  return over.replace(/^(?=#)/gm, pad);
}

/** JSON as programs and people write it. */
export const jsonText: fc.Arbitrary<string> = fc
  .record({
    value: fc.dictionary(fc.string({ maxLength: 4 }), plainValue, { maxKeys: 4 }),
    indent: fc.constantFrom<string | number | undefined>(undefined, 2, 4, '\t'),
    crlf: fc.boolean(),
    notes: fc.boolean(),
    end: fc.boolean(),
  })
  .map(({ value, indent: by, crlf, notes, end }) => {
    const text = JSON.stringify(value, null, by) + (end ? '\n' : '');
    const noted = notes ? text.replace(/([,{[\d])\n/g, '$1 // c\n') : text;
    return crlf ? noted.replaceAll('\n', '\r\n') : noted;
  });
