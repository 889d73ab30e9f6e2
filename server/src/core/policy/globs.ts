import picomatch from 'picomatch';

/** Whether a path relative to the policy matches one of the globs. */
export function matches(globs: readonly string[], path: string): boolean {
  return globs.some((glob) => matcherOf(glob)(path));
}

/** Globs made ready; a policy has few, and every file and finding asks. */
const matchers = new Map<string, (path: string) => boolean>();

function matcherOf(glob: string): (path: string) => boolean {
  const known = matchers.get(glob);
  if (known) return known;
  if (matchers.size > 500) matchers.clear();
  const made = picomatch(glob, { dot: true });
  matchers.set(glob, made);
  return made;
}
