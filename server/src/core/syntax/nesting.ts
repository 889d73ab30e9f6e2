import type { DataTree } from './node.ts';

/** Nesting beyond this is not parsed at all: parsers recurse, and a stack that ends inside V8's own compiler ends the process. */
const parsableDepth = 1500;

/**
 * Whether a YAML or JSON text nests so deeply that parsing it is a danger. Counts brackets and dashes without regard to
 * quotes: prose with a thousand and a half brackets that are never closed is no manifest.
 */
export function nestsTooDeeply(text: string): boolean {
  return bracketsNestTooDeeply(text) || linesNestTooDeeply(text);
}

function bracketsNestTooDeeply(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    // Letters, digits and white space, as most of a text is, are told by one or two comparisons.
    if (c < 91 || (c > 93 && c < 123)) continue;
    if (c === 91 || c === 123) {
      if (++depth > parsableDepth) return true;
    } else if ((c === 93 || c === 125) && depth > 0) depth--;
  }
  return false;
}

/** Dashes, signs of keys and spaces at the start of a line. */
function linesNestTooDeeply(text: string): boolean {
  for (let line = 0; line >= 0 && line < text.length; line = text.indexOf('\n', line) + 1 || text.length) {
    let dashes = 0;
    let indent = 0;
    for (let i = line; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 45 || c === 63 || c === 58) dashes++;
      else if (c === 32) indent++;
      else if (c !== 9) break;
    }
    if (dashes > parsableDepth || indent > parsableDepth * 4) return true;
  }
  return false;
}

/** The tree of a text that is not parsed. */
export function tooDeep(text: string): DataTree {
  return {
    root: undefined,
    faults: [{ message: 'nested too deeply to be read', start: 0, end: text.length }],
    anchors: new Map(),
  };
}
