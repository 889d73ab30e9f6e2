import type { DockerfileTree } from '../../syntax/dockerfile.ts';
import { parseImageReference } from '../../syntax/image-reference.ts';

/**
 * Base images that listen on nothing by themselves, so that a Dockerfile's own EXPOSE tells everything: languages and
 * distributions (their own Dockerfiles in the Docker Official Images, and distroless).
 */
const silent =
  /^(?:scratch|(?:library\/)?(?:node|python|golang|rust|ruby|openjdk|eclipse-temurin|amazoncorretto|alpine|debian|ubuntu|busybox|fedora|almalinux|rockylinux)|(?:bitnami|chainguard)\/(?:node|python|go|jre|jdk)|distroless\/.+)$/;

/**
 * The ports that an image built from this Dockerfile says it listens on: its last stage's EXPOSE, through the stages of the
 * same file that it stands on. Undefined when that is not all: a variable, a base image that may listen too, ONBUILD, or no
 * EXPOSE at all.
 */
export function exposedPorts(tree: DockerfileTree): readonly number[] | undefined {
  const stages: { readonly name: string; readonly base: string; readonly ports: readonly number[] | undefined }[] = [];
  let current: { name: string; base: string; ports: number[]; known: boolean } | undefined;
  const close = (): void => {
    if (current) stages.push({ ...current, ports: current.known ? current.ports : undefined });
  };
  for (const { keyword, args } of tree.instructions) {
    if (keyword === 'FROM') {
      close();
      const [base, as, name] = args.map((it) => it.value);
      current = {
        base: base ?? '',
        name: as?.toUpperCase() === 'AS' ? (name ?? '').toLowerCase() : '',
        ports: [],
        known: true,
      };
    }
    if (keyword === 'ONBUILD' && current) current.known = false;
    if (keyword !== 'EXPOSE' || !current) continue;
    for (const { value } of args) {
      const [, port, last] = /^(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec(value) ?? [];
      if (port === undefined || last !== undefined) current.known = false;
      else current.ports.push(Number(port));
    }
  }
  close();
  const ports: number[] = [];
  for (let stage = stages.at(-1), left = stages.length; stage; left--) {
    if (!stage.ports || left === 0) return undefined;
    ports.push(...stage.ports);
    const { base } = stage;
    const at = stages.indexOf(stage);
    const below = stages.slice(0, at).findLast((it) => it.name !== '' && it.name === base.toLowerCase());
    if (!below && !isSilent(base)) return undefined;
    stage = below;
  }
  return ports.length === 0 ? undefined : [...new Set(ports)];
}

function isSilent(base: string): boolean {
  const repository = base.includes('$') ? undefined : parseImageReference(base)?.repository;
  return repository !== undefined && silent.test(repository);
}
