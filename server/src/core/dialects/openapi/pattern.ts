/**
 * True when the pattern has no open repetition, so that its author meant values of limited length. Whether it is anchored
 * is a question of its own.
 */
export function isBoundedPattern(pattern: string): boolean {
  return !/[*+]|\{\d*,\}/.test(withoutClasses(pattern));
}

/** Anchored at both ends in every alternative. */
export function isAnchored(pattern: string): boolean {
  const bare = pattern.trim();
  const inner = /^\((?:\?:)?([\s\S]*)\)$/.exec(bare)?.[1];
  const alternatives = splitAlternatives(bare);
  if (alternatives.length === 1 && inner !== undefined && balanced(inner)) return isAnchored(inner);
  return alternatives.every((it) => /^(?:\^|\\A)/.test(it) && /(?:^|[^\\])(?:\\\\)*(?:\$|\\z|\\Z)$/.test(it));
}

/** Matches everything, or everything but the empty string. */
export function isCatchAll(pattern: string): boolean {
  return /^(?:\^|\\A)?\(?(?:\?:)?(?:\.|\[\\s\\S\]|\[\\S\\s\]|\[\\w\\W\]|\[\\d\\D\]|\[\^\])?[*+]?\??\)?(?:\$|\\z)?$/.test(
    pattern,
  );
}

/** The alternatives of the outermost level. */
export function splitAlternatives(pattern: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let inClass = false;
  let from = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') i++;
    else if (inClass) inClass = c !== ']';
    else if (c === '[') inClass = true;
    else if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === '|' && depth === 0) {
      parts.push(pattern.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, pattern.slice(from)];
}

function balanced(text: string): boolean {
  let depth = 0;
  const bare = withoutClasses(text);
  for (const c of bare) {
    if (c === '(') depth++;
    else if (c === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** The pattern with escapes and character classes replaced by a letter, so that only its operators remain. */
export function withoutClasses(pattern: string): string {
  return pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, 'a');
}
