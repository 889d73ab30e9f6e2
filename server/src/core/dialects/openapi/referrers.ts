import type { LensHost } from '../../rules/context.ts';
import type { Anchor, Route } from '../../syntax/anchor.ts';
import type { Node } from '../../syntax/node.ts';
import { keyText } from '../../syntax/map-index.ts';
import { type Source, View } from '../../syntax/view.ts';
import { References } from './references.ts';

/** A text that may lead to another place of a contract, with the route to it. */
interface Pointer {
  readonly route: Route;
  readonly text: string;
}

/** Deeper than any contract that a person reads. */
const deepest = 100;

/** The references in these sources that lead to a place in one hop: each `$ref`, and the mapping of a discriminator. */
export function referrersOf(target: View, sources: readonly Source[], host: LensHost): readonly Anchor[] {
  const wanted = writtenAt(target);
  const name = String(target.route.at(-1) ?? '');
  const escaped = encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
  const references = new References(host, true);
  return sources.flatMap((source) => {
    const root = View.root(source);
    return pointersIn(source)
      .filter(({ text }) => text.includes(name) || text.includes(escaped) || target.route.length === 0)
      .filter(({ route, text }) => {
        const found = references.target(root.at(...route.slice(0, -1)), text).view;
        return found !== undefined && writtenAt(found) === wanted;
      })
      .map(({ route }): Anchor => ({ file: source.file, chunk: source.chunk, route, part: 'value' }));
  });
}

/** Where an object is written: the same on every route that leads to it. */
function writtenAt({ source, start, node }: View): string {
  return `${source.file} ${source.chunk} ${start} ${node?.length ?? -1}`;
}

function pointersIn({ tree }: Source): readonly Pointer[] {
  const found: Pointer[] = [];
  const walk = (node: Node | undefined, route: Route): void => {
    if (!node || route.length > deepest) return;
    if (node.kind === 'list') node.items.forEach((item, i) => walk(item, [...route, i]));
    if (node.kind !== 'map') return;
    for (const { key, value } of node.entries) {
      if (!key || !value) continue;
      const name = keyText(key);
      const text = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
      const refers = name === '$ref' || name === '$dynamicRef' || route.at(-1) === 'mapping';
      if (text === undefined) walk(value, [...route, name]);
      else if (refers) found.push({ route: [...route, name], text });
    }
  };
  walk(tree.root, []);
  return found;
}
