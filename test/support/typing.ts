/** Random numbers that are the same for the same seed, so that what fails can be tried again. */
export interface Random {
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  pick<T>(from: readonly T[]): T;
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  // A linear congruential generator with the constants of Numerical Recipes; its low bits are poor, so the high ones count.
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    pick: <T>(from: readonly T[]): T => {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
}

const scraps = [
  ...'\n #:-"\'|>{}[],&*!%@`?\t\\=~1aé'.split(''),
  '  ',
  '    ',
  ': ',
  '- ',
  ' #',
  '? ',
  '? k\n: v\n',
  '\n: ',
  '&a ',
  '*a',
  '!t ',
  'key: value\n',
  '  - item\n',
  '---\n',
  '...\n',
  '\r\n',
  '\r',
  '\n\n',
  '\n   ',
  '\\n',
  '\\x4',
  '0x1',
  '.inf',
  '1e3',
  'null',
  '\uFEFF',
  '\u2028',
  '\u0085',
  '\0',
  '<<: ',
];
const lines = ['wor', 'key:', 'key: v', '- x', '"q', '- a: 1', '# c', 'k: {a: [1, 2]}', 'k: |', 'k: "x', '"k": [', '}'];

/** A text after one edit as people make them: something typed or deleted, lines pasted, deleted, moved in or out, a new line begun. */
export function editedText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = lineEnd(text, at, 1);
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return text.slice(0, at) + random.pick(scraps) + text.slice(at);
    case 4:
    case 5:
      return text.slice(0, at) + text.slice(at + 1 + random.below(6));
    case 6:
      return text.slice(0, start) + text.slice(lineEnd(text, at, 1 + random.below(20)));
    case 7: {
      const stop = lineEnd(text, at, 1 + random.below(12));
      const block = text.slice(start, stop);
      const shift = ' '.repeat(1 + random.below(3));
      const moved = random.below(2) === 0 ? block.replace(/^/gm, shift) : block.replace(/^ {1,2}/gm, '');
      return text.slice(0, start) + moved + text.slice(stop);
    }
    case 8: {
      const block = text.slice(start, lineEnd(text, at, 1 + random.below(20)));
      const target = text.lastIndexOf('\n', random.below(text.length + 1)) + 1;
      return text.slice(0, target) + block + text.slice(target);
    }
    case 9:
    case 10: {
      const indent = /^ */.exec(text.slice(start, end))?.[0] ?? '';
      return `${text.slice(0, start)}${indent}${random.pick(lines)}\n${text.slice(start)}`;
    }
    default:
      return text.slice(0, start) + random.pick(['', ' ', '  ', '      ', '-']) + text.slice(start);
  }
}

/** Where the line ends that stands so many lines on. */
function lineEnd(text: string, from: number, count: number): number {
  let end = from;
  for (let i = 0; i < count; i++) end = text.indexOf('\n', end) + 1 || text.length;
  return end;
}
