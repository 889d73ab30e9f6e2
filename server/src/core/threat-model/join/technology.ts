import { hintsById } from '../technology/dependencies.ts';
import { technologyOfImage, technologyOfPart, technologyOfPort, technologyOfWords } from '../technology/recognise.ts';
import { technologies, type Technology, typeOfKind } from '../technology/technologies.ts';
import { builtImagesOf } from './built-images.ts';
import { portsOf } from './names.ts';
import { nodeImages } from './merge.ts';
import type { Node } from './node.ts';

/** Decides what each node is: by its image, by what it is built on, by its libraries, and last by its name. */
export function recogniseNode(node: Node): void {
  if (node.technology) return;
  const libraries = node.modules.flatMap((it) => [...it.hints.keys()].flatMap((id) => hintsById.get(id)?.is ?? []));
  const images = nodeImages(node);
  const bases = builtImagesOf(node).flatMap((it) => it.base ?? []);
  // What it is built with, and on, says more than what an image of one's own is called.
  const candidates = [
    technologies.get(preferred(libraries) ?? ''),
    ...bases.map(technologyOfImage),
    ...images.map(technologyOfImage),
  ];
  const sure = candidates.find((it) => it !== undefined);
  for (const id of libraries) node.roles.add(id);
  if (sure) {
    node.technology = sure;
    node.sure = true;
  } else {
    const built = node.modules.length > 0 || node.compose.some((it) => it.build !== null);
    // What is built here may be called after the database that it uses; what is pulled is called after what it is.
    const named = built ? undefined : (storeByPort(node) ?? technologyOfWords(node.name));
    node.sure = named !== undefined;
    node.technology =
      named ?? [node.name, ...node.aliases].map(technologyOfPart).find((it) => it !== undefined) ?? null;
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

/** The store that listens on the one port that a pulled image declares. */
function storeByPort(node: Node): Technology | undefined {
  const found = portsOf(node).flatMap((it) => technologyOfPort(it) ?? []);
  return found.find((it) => typeOfKind(it.kind) === 'data-store' && new Set(found).size === 1);
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

/** True for what keeps data at rest: by its technology, or, where that is not known, by a name that says "database". */
export function isStore(node: Node): boolean {
  if (node.technology && node.sure) return typeOfKind(node.technology.kind) === 'data-store';
  return (
    node.modules.every((it) => it.hints.size === 0) &&
    /(?:^|[-_.])(?:db|database|datastore)$|[a-z](?:DB|Database)$/.test(node.name)
  );
}
