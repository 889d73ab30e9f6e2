import { baseName } from '../folder.ts';
import { byText, namespaceOf, type Node } from './node.ts';

/**
 * Gives every node its id: where it lives and its name, which no edit changes but one that renames or moves it. Equal
 * ids are told apart by a number, in the order of the files.
 */
export function identify(nodes: readonly Node[]): void {
  const taken = new Map<string, number>();
  const placed = nodes.map((node) => ({ node, file: fileOf(node) }));
  placed.sort((a, b) => byText(a.file, b.file) || byText(a.node.name, b.node.name));
  for (const { node } of placed) {
    const wanted = wantedId(node);
    const count = (taken.get(wanted) ?? 0) + 1;
    taken.set(wanted, count);
    node.id = count === 1 ? wanted : `${wanted}#${count}`;
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
