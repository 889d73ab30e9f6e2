/** Whether a file's name alone says that it is a Dockerfile or Containerfile. */
export function isDockerfileName(uri: string): boolean {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  return !/ignore$/i.test(name) && (/^(Docker|Container)file([._-].+)?$/i.test(name) || /\.(Docker|Container)file$/i.test(name));
}

/** Whether the first instruction of a nameless text is one that opens a Dockerfile. */
export function looksLikeDockerfile(text: string): boolean {
  return /^(?:\s*(?:#.*)?\r?\n)*\s*(?:FROM|ARG)\s+\S/i.test(text.slice(0, 4000));
}
