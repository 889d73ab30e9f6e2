import type { ClusterView, ClusterWorkload } from '../cluster.ts';
import type { ConnectionFact, Owner, SettingsFile } from '../fact.ts';
import { folderOf, isWithin } from '../folder.ts';
import { onceFor } from '../once.ts';
import { dig, listOf, textOf } from '../plain.ts';
import { isShared, type Module, type Modules } from './modules.ts';
import { type Node, pushTo } from './node.ts';

/** Finds the nodes that a connection's owner means. */
export class Owners {
  readonly #modules: Modules;
  readonly #compose = new Map<string, Node>();
  readonly #objects = new Map<string, Node[]>();
  readonly #byModule = new Map<Module, Node[]>();
  readonly #projects = new Set<string>();
  readonly #byEnvFile = new Map<string, { readonly node: Node; readonly sets: readonly string[] }[]>();
  readonly #byRole = new Map<string, Node[]>();
  readonly #mounts: readonly (readonly [path: string, node: Node])[];
  readonly #clients: () => readonly Node[];

  /** `clients` are the nodes that read their configuration from a configuration server. */
  constructor(nodes: readonly Node[], modules: Modules, cluster: ClusterView, clients: () => readonly Node[]) {
    this.#modules = modules;
    this.#clients = clients;
    const byWorkload = new Map<unknown, Node>();
    for (const node of nodes) {
      for (const fact of node.compose) {
        this.#projects.add(fact.project);
        this.#compose.set(`${fact.project}\n${fact.name}`, node);
        for (const file of fact.envFiles) pushTo(this.#byEnvFile, file, { node, sets: fact.sets });
      }
      for (const workload of node.workloads) {
        byWorkload.set(workload, node);
        const { kind, namespace, name } = workload.object;
        pushTo(this.#objects, objectKey(kind, namespace, name), node);
      }
      for (const module of node.modules) pushTo(this.#byModule, module, node);
      for (const role of node.roles) pushTo(this.#byRole, role, node);
    }
    for (const workload of cluster.workloads) {
      const node = byWorkload.get(workload);
      if (!node) continue;
      for (const name of configMapsOf(workload))
        pushTo(this.#objects, objectKey('ConfigMap', workload.object.namespace, name), node);
    }
    this.#mounts = nodes.flatMap((node) =>
      node.compose.flatMap((fact) =>
        fact.mounts.filter((it) => it !== fact.project).map((path) => [path, node] as const),
      ),
    );
  }

  /** Does any node play the part of this technology? */
  plays(technology: string): boolean {
    return this.#byRole.has(technology);
  }

  of(fact: Pick<ConnectionFact, 'owner' | 'at' | 'needs' | 'role'> & { readonly key?: string }): readonly Node[] {
    const { owner } = fact;
    switch (owner.kind) {
      case 'compose-service': {
        const node = this.#compose.get(`${owner.project}\n${owner.name}`);
        return node ? [node] : [];
      }
      case 'object':
        return this.#objects.get(objectKey(owner.objectKind, owner.namespace, owner.name)) ?? [];
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
    const given = this.#byEnvFile.get(file);
    if (!given) return this.#projects.has(folderOf(file)) ? [] : this.#inFolder(folderOf(file));
    // What `environment` says wins over a file of variables (Compose, "Environment variables precedence").
    const those = given.filter(({ sets }) => key === undefined || !sets.includes(key));
    return [...new Set(those.map((it) => it.node))];
  }

  #inFolder(folder: string): readonly Node[] {
    const module = this.#modules.around(folder);
    return (module && this.#byModule.get(module)) ?? [];
  }

  #ofSettings(file: SettingsFile, fact: Pick<ConnectionFact, 'needs' | 'role'>): readonly Node[] {
    if (!this.#modules.isRepositoryFile(file)) return this.#inFolder(file.module);
    const application = this.#modules.applicationOf(file.stem);
    if (application && !isShared(file)) return this.#byModule.get(application) ?? [];
    if (!isShared(file) || fact.needs === null) return [];
    const { needs } = fact;
    // What all clients are given concerns those that have the library for it.
    return this.#clients().filter((node) =>
      node.modules.some((it) => it.hints.has(needs) || (!it.built && fact.role === 'registry')),
    );
  }

  #ofTechnology(owner: Extract<Owner, { kind: 'technology' }>, file: string): readonly Node[] {
    const mounting = (owner.folder === '' ? [] : this.#mounts)
      .filter(([path]) => isWithin(file, path))
      .map(([, node]) => node);
    if (mounting.length > 0) return [...new Set(mounting)];
    const here = owner.folder === '' ? [] : this.#inFolder(owner.folder);
    const playing = this.#byRole.get(owner.technology) ?? [];
    const both = here.filter((it) => playing.includes(it));
    if (both.length > 0) return both;
    if (here.length > 0) return here;
    return playing.length === 1 ? playing : [];
  }
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
