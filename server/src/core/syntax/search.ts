import type { Route } from './anchor.ts';
import { indexOf, keyText } from './map-index.ts';
import type { Node, ScalarNode } from './node.ts';

/** What to look for in a tree. */
export interface Wanted {
  /** Whether a scalar is wanted; `key` is the one that it stands behind, undefined in a list. */
  readonly scalar: (node: ScalarNode, key: string | undefined) => boolean;
  /** The search that goes on below a key; undefined: nothing below it is looked at. Default: the same search. */
  readonly below?: (key: string, same: Search) => Search | undefined;
}

/**
 * Finds scalars by walking the nodes as they are, which costs far less than views of a whole document. What was found
 * below a node is remembered as long as the node lives, so after an edit only the way to it is walked again.
 */
export class Search {
  readonly #wanted: Wanted;
  /** By the children: a node that only moved keeps them. */
  readonly #known = new WeakMap<object, readonly Route[]>();

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  /** The routes from the node to all that is wanted below it, in document order. Aliases are not followed. */
  routes(node: Node | undefined): readonly Route[] {
    const children = node?.kind === 'map' ? node.entries : node?.kind === 'list' ? node.items : undefined;
    if (!node || !children) return nothing;
    let found = this.#known.get(children);
    if (!found) this.#known.set(children, (found = this.#find(node)));
    return found;
  }

  #find(node: Node): readonly Route[] {
    const found: Route[] = [];
    if (node.kind === 'list')
      node.items.forEach((item, index) => {
        if (item?.kind === 'scalar' ? this.#wanted.scalar(item, undefined) : false) found.push([index]);
        for (const route of this.routes(item)) found.push([index, ...route]);
      });
    if (node.kind === 'map')
      for (const { key, value } of indexOf(node).byKey.values()) {
        if (!key || !value) continue;
        const name = keyText(key);
        if (value.kind === 'scalar') {
          if (this.#wanted.scalar(value, name)) found.push([name]);
          continue;
        }
        const search = this.#wanted.below ? this.#wanted.below(name, this) : this;
        for (const route of search?.routes(value) ?? nothing) found.push([name, ...route]);
      }
    return found.length === 0 ? nothing : found;
  }
}

const nothing: readonly Route[] = [];
