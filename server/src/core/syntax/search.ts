import type { Route } from './anchor.ts';
import { isRecording } from '../cells/cell.ts';
import { findEntry, keyText } from './map-index.ts';
import type { Node, ScalarNode } from './node.ts';

/** What to look for in a tree. */
export interface Wanted {
  /** Whether a scalar is wanted; `key` is the one that it stands behind, undefined in a list. */
  readonly scalar: (node: ScalarNode, key: string | undefined) => boolean;
  /** The search that goes on below a key; undefined: nothing below it is looked at. Default: the same search. */
  readonly below?: (key: string, same: Search) => Search | undefined;
}

/**
 * Finds scalars by walking the nodes as they are, which costs far less than views of a whole document. Of a text that is
 * being edited, what was found below a node is remembered as long as the node lives: after an edit only the way to it is
 * walked again.
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
    if (!isRecording()) return this.#find(node);
    let found = this.#known.get(children);
    if (!found) this.#known.set(children, (found = this.#find(node)));
    return found;
  }

  #find(node: Node): readonly Route[] {
    let found: Route[] | undefined;
    const add = (step: string | number, routes: readonly Route[]): void => {
      for (const route of routes) (found ??= []).push([step, ...route]);
    };
    if (node.kind === 'list')
      for (let index = 0; index < node.items.length; index++) {
        const item = node.items[index];
        if (item?.kind !== 'scalar') add(index, this.routes(item));
        else if (this.#wanted.scalar(item, undefined)) add(index, here);
      }
    if (node.kind === 'map')
      for (const entry of node.entries) {
        const { key, value } = entry;
        if (!key || !value) continue;
        const name = keyText(key);
        const search = value.kind !== 'scalar' && this.#wanted.below ? this.#wanted.below(name, this) : this;
        const routes =
          value.kind !== 'scalar' ? search?.routes(value) : this.#wanted.scalar(value, name) ? here : nothing;
        // Of two equal keys the last one counts, and a merge key leads nowhere.
        if (routes && routes.length > 0 && findEntry(node, name) === entry) add(name, routes);
      }
    return found ?? nothing;
  }
}

/** To the node itself. */
const here: readonly Route[] = [[]];
const nothing: readonly Route[] = [];
