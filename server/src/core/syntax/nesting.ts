import type { DataTree } from './node.ts';

/** Nesting beyond this is not parsed at all: parsers recurse, and a stack that ends inside V8's own compiler ends the process. */
const parsableDepth = 1500;

/**
 * Whether a YAML or JSON text nests so deeply that parsing it is a danger. Counts brackets and dashes without regard to
 * quotes: prose with a thousand and a half brackets that are never closed is no manifest.
 */
export function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  let dashes = 0;
  let indent = 0;
  let atStart = true;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 91 || c === 123) depth++;
    else if ((c === 93 || c === 125) && depth > 0) depth--;
    if (c === 10) {
      atStart = true;
      dashes = 0;
      indent = 0;
    } else if (atStart) {
      if (c === 45 || c === 63 || c === 58) dashes++;
      else if (c === 32) indent++;
      else if (c !== 9) atStart = false;
    }
    if (depth > parsableDepth || dashes > parsableDepth || indent > parsableDepth * 4) return true;
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
