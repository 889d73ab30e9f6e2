/** What differs between two texts: `start..oldEnd` of the one stands where `start..newEnd` of the other stands. */
export interface TextChange {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Characters compared at once, which a computer does faster than one by one. */
const block = 4096;

/** The smallest span that holds all differences, or undefined for equal texts. */
export function changeBetween(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start + block <= most && before.slice(start, start + block) === after.slice(start, start + block))
    start += block;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  const rest = most - start;
  const end = (text: string, length: number): string => text.slice(text.length - length - block, text.length - length);
  while (tail + block <= rest && end(before, tail) === end(after, tail)) tail += block;
  while (tail < rest && before.charCodeAt(before.length - tail - 1) === after.charCodeAt(after.length - tail - 1)) {
    tail++;
  }
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
}

/** A copy of a part of a text, so that what is made from it does not keep the whole text in memory. */
export function detached(text: string, start: number, end: number): string {
  // Joined and cut again, a string gets characters of its own.
  return ` ${text.slice(start, end)}`.slice(1);
}
