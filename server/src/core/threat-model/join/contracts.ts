import { parseAddress } from '../address.ts';
import type { ApiFact } from '../fact.ts';
import { folderOf } from '../folder.ts';
import type { Memory } from '../memory.ts';
import { onceForText } from '../once.ts';
import { Asked } from './keyed.ts';
import { looseName } from './merge.ts';
import type { Names } from './names.ts';
import type { Node } from './node.ts';

/** Joins contracts to the services that serve them: by their server's host, by their title, by the folder they lie in. */
export class Contracts {
  readonly #nodes: Asked<Node>;
  readonly #names: Names;
  readonly #server: (api: ApiFact) => Node | undefined;

  constructor(memory: Memory, names: Names) {
    this.#nodes = new Asked(memory, wordsOf);
    this.#names = names;
    this.#server = memory.answers('contract', (it) => this.#find(it));
  }

  /** The contracts of each node that serves any; under null those that no known service serves. */
  of(apis: readonly ApiFact[], nodes: readonly Node[]): ReadonlyMap<Node | null, readonly ApiFact[]> {
    const found = new Map<Node | null, ApiFact[]>();
    if (apis.length === 0) return found;
    this.#nodes.update(nodes.filter((it) => it.outside === 'inside' && it.gateways.length === 0));
    for (const api of apis) {
      const node = this.#server(api) ?? null;
      const list = found.get(node);
      if (list) list.push(api);
      else found.set(node, [api]);
    }
    return found;
  }

  #find(api: ApiFact): Node | undefined {
    const served = api.servers.map((it) => this.#resolve(it.url)).find((it) => it.length === 1);
    const found = served ?? this.#called(api) ?? this.#around(api.folder);
    return found?.length === 1 ? found[0] : undefined;
  }

  #resolve(url: string): readonly Node[] {
    const address = parseAddress(url);
    const target = address ? this.#names.resolve(address, null, false, false) : undefined;
    return target?.kind === 'nodes' ? target.nodes : [];
  }

  #called(api: ApiFact): readonly Node[] | undefined {
    const file = api.at.file
      .slice(api.at.file.lastIndexOf('/') + 1)
      .replace(/\.[^.]*$/, '')
      .replace(/[-_.]?(?:openapi|swagger|api-?docs?|spec|oas3?)[-_.]?/gi, '');
    return [api.title ?? '', file, api.folder.slice(api.folder.lastIndexOf('/') + 1)]
      .filter((it) => it !== '')
      .map((it) => loose(it.replace(/\bAPI\b/gi, ' ')))
      .map((it) => (it === '' ? [] : this.#nodes.ask(`name\n${it}`)))
      .find((it) => it.length === 1);
  }

  /** The nodes of the innermost folder around a contract that any is built from. */
  #around(folder: string): readonly Node[] | undefined {
    for (let at = folder; at !== ''; at = folderOf(at)) {
      const found = this.#nodes.ask(`folder\n${at}`);
      if (found.length > 0) return found;
    }
    return undefined;
  }
}

const noWords: ReadonlySet<string> = new Set();
const loose = onceForText((name) => looseName(name, noWords));

function wordsOf(node: Node): readonly string[] {
  const names = [node.name, ...node.aliases].map(loose).filter((it) => it !== '');
  const folders = [...node.modules.map((it) => it.folder), ...node.compose.flatMap((it) => it.build?.folder ?? [])];
  return [...names.map((it) => `name\n${it}`), ...folders.map((it) => `folder\n${it}`)];
}
