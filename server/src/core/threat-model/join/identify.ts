import { baseName } from '../folder.ts';
import { Keyed } from './keyed.ts';
import { byText, namespaceOf, type Node } from './node.ts';

/**
 * The id of every node: where it lives and its name, which no edit changes but one that renames or moves it. Equal ids
 * are told apart by a number, in the order of the files.
 */
export class Ids {
  readonly #wanted = new Keyed<Node>((node) => [wantedId(node)]);
  readonly #ids = new WeakMap<Node, string>();

  /** Takes over other nodes, and gives those whose ids may be others now. */
  update(nodes: readonly Node[]): readonly Node[] {
    const touched: Node[] = [];
    for (const wanted of this.#wanted.update(nodes)) {
      const list = this.#wanted.get(wanted);
      const sorted =
        list.length < 2
          ? list
          : list
              .map((node) => ({ node, file: fileOf(node) }))
              .sort((a, b) => byText(a.file, b.file) || byText(a.node.name, b.node.name))
              .map((it) => it.node);
      sorted.forEach((node, i) => {
        this.#ids.set(node, i === 0 ? wanted : `${wanted}#${i + 1}`);
        touched.push(node);
      });
    }
    return touched;
  }

  of(node: Node): string {
    return this.#ids.get(node) ?? '';
  }
}

function wantedId(node: Node): string {
  if (node.outside !== 'inside') return `outside/${node.name}`;
  const namespace = namespaceOf(node);
  if (namespace !== undefined) return `cluster/${namespace ?? ''}/${node.name}`;
  if (node.system !== null) return `compose/${baseName(node.system)}/${node.name}`;
  return `program/${node.name}`;
}

/** The first file that declares a node, for a stable order. */
export function fileOf(node: Node): string {
  const at = node.compose[0]?.at ?? node.workloads[0]?.object.at ?? node.services[0]?.at ?? node.gateways[0]?.at;
  return at?.file ?? node.modules[0]?.folder ?? node.evidence[0]?.at?.file ?? '';
}
