/** The words of a name in lower case: `pageToken`, `page_token` and `Page-Token` give ["page", "token"]. */
export function wordsOf(name: string): readonly string[] {
  return known(wordsKnown, name, readWords);
}

/** A contract has few names, each of which is asked for by many rules and in many schemas. */
function known<T>(answers: Map<string, T>, name: string, read: (name: string) => T): T {
  let answer = answers.get(name);
  if (answer === undefined) {
    answer = read(name);
    if (answers.size >= mostNames) answers.clear();
    answers.set(name, answer);
  }
  return answer;
}

const wordsKnown = new Map<string, readonly string[]>();
const plainKnown = new Map<string, string>();
const mostNames = 2000;

function readWords(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** The words joined: `Page-Token` gives "pagetoken", so that spellings of one name are equal. */
export function plainName(name: string): string {
  return known(plainKnown, name, readPlain);
}

function readPlain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

/** True when the words of one of the phrases stand next to each other in the name. */
export function hasPhrase(words: readonly string[], phrases: readonly string[]): boolean {
  let text: string | undefined;
  for (const phrase of phrases) {
    if (!phrase.includes(' ')) {
      if (words.includes(phrase)) return true;
    } else if (words.length > 1 && (text ??= ` ${words.join(' ')} `).includes(` ${phrase} `)) return true;
  }
  return false;
}

/** The closest of the names, at most two edits away and never more than a third of its length; undefined when none is close. */
export function closest(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(3, Math.floor(name.length / 3) + 1);
  for (const candidate of names) {
    const distance = candidate === name ? 0 : editDistance(name.toLowerCase(), candidate.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(same, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? limit;
}

/** "1 operation", "3 operations". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** What a table says of a name that an author chose: only its own entries, so that "constructor" finds nothing. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
