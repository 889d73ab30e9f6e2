/** `Dockerfile`, `Dockerfile.dev`, `api.dockerfile`, the same with `Containerfile`, in any case. */
const NAME = /^(?:(?:docker|container)file(?:[._-].+)?|.+\.(?:docker|container)file)$/i;
/** Files that stand beside a Dockerfile and bear its name. */
const OTHER =
  /\.(?:dockerignore|containerignore|md|txt|ya?ml|json|sh|py|js|ts|go|rb|j2|tmpl|tpl|template|erb|in|bak|orig|swp)$/i;

/** True when the last part of the URI is a name that Dockerfiles have. Templates of Dockerfiles are not ours. */
export function isDockerfileName(uri: string): boolean {
  const path = /^[^?#]*/.exec(uri)?.[0] ?? uri;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return NAME.test(name) && !OTHER.test(name);
}

/**
 * True when a text whose name says nothing reads as a Dockerfile: after comments and blank lines the first instruction
 * is FROM, or ARG, with one argument as it should be. Looks at the beginning only.
 */
export function looksLikeDockerfile(text: string): boolean {
  for (const line of text
    .slice(0, 8000)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)) {
    const written = line.trim();
    if (written === '' || written.startsWith('#')) continue;
    if (/^from\s+(?:--platform=\S+\s+)?[\w.${}:/@-]+(?:\s+as\s+[\w.-]+)?(?:\s*\\)?$/i.test(written)) return true;
    if (!/^arg\s+[A-Za-z_]\w*(?:=\S*)?$/i.test(written)) return false;
  }
  return false;
}
