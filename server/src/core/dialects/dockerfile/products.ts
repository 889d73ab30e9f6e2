import type { ImageReference } from '../../syntax/image-reference.ts';
import { type Cycle, codenamed, cycleOf } from './end-of-life.ts';

/** Which lines of which products an image brings, as far as its name and tag tell. */

/** A line and the piece of the tag that says so; null when the repository says it. */
export interface Line {
  readonly cycle: Cycle;
  readonly span: readonly [start: number, end: number] | null;
}

const PRODUCTS: ReadonlyMap<string, string> = new Map([
  ['postgresql', 'postgres'],
  ['mongodb', 'mongo'],
  ['sdk', 'dotnet'],
  ['aspnet', 'dotnet'],
  ['runtime', 'dotnet'],
  ['runtime-deps', 'dotnet'],
  ['eclipse-temurin', 'java'],
  ['amazoncorretto', 'java'],
  ['nginx-unprivileged', 'nginx'],
]);
const PUBLISHERS =
  /^(?:library|bitnami|bitnamilegacy|nginxinc|amazon|microsoft|redhat|elastic|cimg|circleci|arm32v[567]|arm64v8|amd64|i386|ppc64le|s390x)\//;
const KNOWN =
  /^(?:node|python|ruby|php|golang|dotnet|debian|ubuntu|alpine|amazonlinux|centos|rockylinux|almalinux|fedora|postgres|mysql|mariadb|mongo|redis|rabbitmq|elasticsearch|nginx|haproxy|tomcat|java)$/;

/** The product that an image is named after; undefined when it is none of the table. */
export function productOf({ registry, repository, shortName }: ImageReference): string | undefined {
  if (repository === undefined || shortName === undefined) return undefined;
  // On Docker Hub anybody may call an image `node`; a private registry that has one mirrors it.
  if (registry === 'docker.io' && !PUBLISHERS.test(repository)) return undefined;
  const product = PRODUCTS.get(shortName) ?? shortName;
  if (product === 'dotnet' && !/(?:^|\/)dotnet\/|^dotnet\//.test(repository)) return undefined;
  return KNOWN.test(product) ? product : undefined;
}

/** The lines that an image brings: the product itself, the distribution below it, and the Java of build tools. */
export function linesOf(image: ImageReference): readonly Line[] {
  const tag = image.tag;
  const lines: Line[] = [];
  const add = (cycle: Cycle | undefined, span: Line['span']): void => {
    if (cycle !== undefined && !lines.some((it) => it.cycle === cycle)) lines.push({ cycle, span });
  };
  const distroless = /-debian(\d+)$/.exec(image.repository ?? '');
  if (distroless !== null) add(cycleOf('debian', distroless[1] ?? ''), null);
  const runtime = /distroless\/(nodejs|java)(\d+)/.exec(`${image.registry ?? ''}/${image.repository ?? ''}`);
  if (runtime !== null) add(cycleOf(runtime[1] === 'java' ? 'java' : 'node', runtime[2] ?? ''), null);
  if (typeof tag !== 'string') return lines;
  const product = productOf(image);
  const version = /^v?(\d+(?:\.\d+)*)(?=$|[-_a-z])/.exec(tag);
  if (product !== undefined && version !== null) {
    const end = version[0].length;
    add(cycleOf(product, version[1] ?? ''), [end - (version[1] ?? '').length, end]);
  }
  const java =
    /(?:^|-)(?:jdk|openjdk|temurin|jre|corretto|eclipse-temurin|amazoncorretto|semeru)-?(\d+)(?=$|[-_.])/.exec(tag);
  if (java !== null && product !== 'java') {
    const end = java.index + java[0].length;
    add(cycleOf('java', java[1] ?? ''), [end - (java[1] ?? '').length, end]);
  }
  const alpine = /(?:^|-)alpine(\d+\.\d+)(?=$|[-_])/.exec(tag);
  if (alpine !== null) {
    const end = alpine.index + alpine[0].length;
    add(cycleOf('alpine', alpine[1] ?? ''), [end - (alpine[1] ?? '').length, end]);
  }
  for (const match of tag.matchAll(/[a-z]+/g)) add(codenamed(match[0]), [match.index, match.index + match[0].length]);
  return lines;
}
