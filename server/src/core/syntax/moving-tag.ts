const moving =
  /^(?:latest|stable|edge|nightly|dev|develop|development|test|testing|beta|alpha|canary|main|master|trunk|snapshot|rc|next|current|lts|mainline|unstable|rolling|head|alpine|slim)$/i;

/** A tag that its owner moves from one version to the next as a matter of course; `alpine` alone names a flavour and no version. */
export function isMovingTag(tag: string): boolean {
  return moving.test(tag);
}
