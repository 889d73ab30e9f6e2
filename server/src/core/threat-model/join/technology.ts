import { hintsById } from '../technology/dependencies.ts';
import { technologyOfImage, technologyOfPart, technologyOfWords } from '../technology/recognise.ts';
import { technologies, type Technology } from '../technology/technologies.ts';
import { nodeImages } from './merge.ts';
import type { Node } from './node.ts';

/** Decides what each node is: by its image, by what it is built on, by its libraries, and last by its name. */
export function recogniseNode(node: Node): void {
  if (node.technology) return;
  const built = node.modules.flatMap((it) => [...it.hints.keys()].flatMap((id) => hintsById.get(id)?.is ?? []));
  const images = nodeImages(node);
  const candidates: readonly (Technology | undefined)[] = [
    ...images.filter((it) => isOwnBuild(node, it)).map(() => undefined),
    // What it is built with says more than what an image of one's own is called.
    technologies.get(preferred(built) ?? ''),
    ...images.map(technologyOfImage),
    ...node.modules.flatMap((it) =>
      it.images.map((image) => (image.base === null ? undefined : technologyOfImage(image.base))),
    ),
  ];
  const sure = candidates.find((it) => it !== undefined);
  for (const id of built) node.roles.add(id);
  if (sure) {
    node.technology = sure;
    node.sure = true;
  } else {
    const names = [node.name, ...node.aliases];
    const own = node.modules.length > 0 || images.length > 0;
    // A database is never guessed for a program of one's own by half its name.
    const named = own ? undefined : names.map(technologyOfWords).find((it) => it !== undefined);
    node.sure = named !== undefined;
    node.technology =
      named ?? technologyOfPart(node.name) ?? names.map(technologyOfPart).find((it) => it !== undefined) ?? null;
  }
  if (node.technology) node.roles.add(node.technology.id);
  for (const name of [node.name, ...node.aliases]) {
    const word = node.sure ? undefined : technologyOfWords(name);
    // "turbine-server" of one's own is a Turbine; that adds a part without settling what it is.
    if (word && /^(?:turbine|zipkin|eureka|zuul|spring-config|spring-boot-admin)$/.test(word.id)) {
      node.roles.add(word.id);
      node.technology = word;
    }
  }
}

/** True for an image that the repository itself builds. */
function isOwnBuild(node: Node, image: string): boolean {
  return node.compose.some((it) => it.build !== null && it.image === image);
}

/** A program that is several things is called by the one that others need it for. */
const rank = [
  'eureka',
  'spring-config',
  'zuul',
  'spring-gateway',
  'spring-oauth2',
  'spring-boot-admin',
  'zipkin',
  'turbine',
  'hystrix-dashboard',
];

function preferred(ids: readonly string[]): string | undefined {
  return rank.find((it) => ids.includes(it)) ?? ids[0];
}
