import { sameElements } from '../../cells/same.ts';
import type { ClusterWorkload } from '../cluster.ts';
import type { ConnectionFact, Owner, SettingsFile } from '../fact.ts';
import { folderOf, isWithin } from '../folder.ts';
import type { Memory, Told } from '../memory.ts';
import { onceFor } from '../once.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { isShared, type Module, type Modules } from './modules.ts';
import { Asked } from './keyed.ts';
import type { Node } from './node.ts';

/** Finds the nodes that a connection's owner means, kept up to date with them. */
export class Owners {
  readonly #nodes: Asked<Node>;
  readonly #told: Told<string, Modules>;
  readonly #readers: Told<string, readonly Node[]>;
  #modules: Modules | undefined;
  #clients: readonly Node[] = [];

  constructor(memory: Memory) {
    this.#nodes = new Asked(memory, wordsOf);
    this.#told = memory.told(() => {
      if (!this.#modules) throw new Error('Owners are asked for before they are there');
      return this.#modules;
    });
    this.#readers = memory.told(() => this.#clients, sameElements);
  }

  /** Takes over other nodes, none of which reads its configuration from a server yet. */
  update(nodes: readonly Node[], modules: Modules): void {
    this.#nodes.update(nodes);
    this.#modules = modules;
    this.#clients = [];
    this.#told.look();
  }

  /** The nodes that read their configuration from a configuration server, before any answer asks for them. */
  set clients(clients: readonly Node[]) {
    this.#clients = clients;
    this.#readers.look();
  }

  #find(kind: Kind, name: string): readonly Node[] {
    return this.#nodes.ask(`${kind}\n${name}`);
  }

  /** The nodes that play the part of this technology. */
  playing(technology: string): readonly Node[] {
    return this.#find('role', technology);
  }

  /** The node of a Compose service, inside a system of several projects. */
  composed(system: string | null, name: string): Node | undefined {
    return this.#find('system', `${system ?? ''}\n${name}`).at(-1);
  }

  of(fact: Pick<ConnectionFact, 'owner' | 'at' | 'needs' | 'role'> & { readonly key?: string }): readonly Node[] {
    const { owner } = fact;
    switch (owner.kind) {
      case 'compose-service':
        return this.#find('service', `${owner.project}\n${owner.name}`).slice(-1);
      case 'object':
        return this.#find('object', objectKey(owner.objectKind, owner.namespace, owner.name));
      case 'folder':
        return this.#inFolder(owner.folder);
      case 'settings':
        return this.#ofSettings(owner.file, fact);
      case 'variables':
        return this.#ofVariables(owner.file, fact.key);
      case 'technology':
        return this.#ofTechnology(owner, fact.at.file);
    }
  }

  /** Beside a Compose file such a file fills in the Compose file; beside a program the program reads it itself. */
  #ofVariables(file: string, key: string | undefined): readonly Node[] {
    const given = this.#find('variables', file);
    if (given.length === 0)
      return this.#find('project', folderOf(file)).length > 0 ? [] : this.#inFolder(folderOf(file));
    // What `environment` says wins over files of variables, and a later file over an earlier one (Compose, "Environment variables precedence").
    return given.filter((node) =>
      node.compose.some(
        (it) =>
          it.envFiles.includes(file) &&
          (key === undefined || !(it.sets.includes(key) || it.overruled?.[file]?.includes(key) === true)),
      ),
    );
  }

  #inFolder(folder: string): readonly Node[] {
    const module = this.#told.ask('').around(folder);
    return module ? this.#ofModule(module) : [];
  }

  #ofModule(module: Module): readonly Node[] {
    return this.#find('module', module.folder).filter((it) => it.modules.includes(module));
  }

  #ofSettings(file: SettingsFile, fact: Pick<ConnectionFact, 'needs' | 'role'>): readonly Node[] {
    const modules = this.#told.ask('');
    if (!modules.isRepositoryFile(file)) return this.#inFolder(file.module);
    const application = modules.applicationOf(file.stem);
    if (application && !isShared(file)) return this.#ofModule(application);
    if (!isShared(file) || fact.needs === null) return [];
    const { needs } = fact;
    // What all clients are given concerns those that have the library for it.
    return this.#readers
      .ask('')
      .filter((node) => node.modules.some((it) => it.hints.has(needs) || (!it.built && fact.role === 'registry')));
  }

  #ofTechnology(owner: Extract<Owner, { kind: 'technology' }>, file: string): readonly Node[] {
    const mounting = (owner.folder === '' ? [] : this.#find('mounts', '')).filter((node) =>
      mountsOf(node).some((path) => isWithin(file, path)),
    );
    if (mounting.length > 0) return mounting;
    const here = owner.folder === '' ? [] : this.#inFolder(owner.folder);
    const playing = this.playing(owner.technology);
    const both = here.filter((it) => playing.includes(it));
    if (both.length > 0) return both;
    if (here.length > 0) return here;
    return playing.length === 1 ? playing : [];
  }
}

type Kind = 'service' | 'system' | 'project' | 'variables' | 'object' | 'module' | 'role' | 'mounts';

function wordsOf(node: Node): readonly string[] {
  const words: string[] = [];
  const add = (kind: Kind, name: string): void => {
    words.push(`${kind}\n${name}`);
  };
  for (const { project, name, envFiles } of node.compose) {
    add('service', `${project}\n${name}`);
    add('system', `${node.system ?? ''}\n${name}`);
    add('project', project);
    for (const file of envFiles) add('variables', file);
  }
  for (const workload of node.workloads) {
    const { kind, namespace, name } = workload.object;
    add('object', objectKey(kind, namespace, name));
    for (const it of configMapsOf(workload)) add('object', objectKey('ConfigMap', namespace, it));
  }
  for (const { folder } of node.modules) add('module', folder);
  for (const role of node.roles) add('role', role);
  if (mountsOf(node).length > 0) add('mounts', '');
  return words;
}

/** What of its project a node mounts, beside the project itself. */
function mountsOf({ compose }: Node): readonly string[] {
  return compose.flatMap((fact) => fact.mounts.filter((it) => it !== fact.project));
}

function objectKey(kind: string, namespace: string | null, name: string): string {
  return `${kind}\n${namespace ?? ''}\n${name}`;
}

/** Names of the ConfigMaps that a pod reads, as variables or as files. */
const configMapsOf = onceFor(({ pod }: ClusterWorkload): readonly string[] => {
  const names: (string | null)[] = [];
  for (const list of ['containers', 'initContainers']) {
    for (const container of listOf(dig(pod, list))) {
      for (const source of listOf(dig(container, 'envFrom'))) names.push(textOf(dig(source, 'configMapRef', 'name')));
      for (const entry of listOf(dig(container, 'env')))
        names.push(textOf(dig(entry, 'valueFrom', 'configMapKeyRef', 'name')));
    }
  }
  for (const volume of listOf(dig(pod, 'volumes'))) {
    names.push(textOf(dig(volume, 'configMap', 'name')));
    for (const source of listOf(dig(volume, 'projected', 'sources')))
      names.push(textOf(dig(source, 'configMap', 'name')));
  }
  return [...new Set(names.filter((it) => it !== null))];
});
