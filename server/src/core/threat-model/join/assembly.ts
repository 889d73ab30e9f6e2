import { sameElements } from '../../cells/same.ts';
import { Aligned } from '../aligned.ts';
import type { ClusterView } from '../cluster.ts';
import type {
  ComposeIncludeFact,
  ComposeServiceFact,
  ImageFact,
  ModuleFact,
  SettingsFact,
  SettingsFile,
} from '../fact.ts';
import type { Memory } from '../memory.ts';
import { composeNodes } from './compose-nodes.ts';
import { bareOf, type Draft, gatewayNodes, KubernetesDrafts } from './kubernetes-nodes.ts';
import { attachModules, mergeDeployments, undeployedNodes } from './merge.ts';
import { Modules } from './modules.ts';
import type { Node } from './node.ts';
import { copyOf, SettledNodes } from './settled.ts';
import { recogniseNode } from './technology.ts';

/** The facts that nodes are put together of, beside those of the cluster. */
export interface Parts {
  readonly services: readonly ComposeServiceFact[];
  readonly includes: readonly ComposeIncludeFact[];
  readonly modules: readonly ModuleFact[];
  readonly settings: readonly SettingsFact[];
  readonly images: readonly ImageFact[];
}

/** With more drafts than these that are others now, all are gone through. */
const few = 32;

/** Puts nodes together of what declares, builds and deploys them. */
export class Assembly {
  readonly settled = new SettledNodes();
  readonly #cluster: ClusterView;
  readonly #drafts: KubernetesDrafts;
  /** The nodes of drafts in a model in which nothing is added to any. */
  #plain = new Aligned<Draft, Node>();
  #modules: { readonly of: readonly (readonly unknown[])[]; readonly modules: Modules } | undefined;

  constructor(memory: Memory, cluster: ClusterView) {
    this.#cluster = cluster;
    this.#drafts = new KubernetesDrafts(memory, cluster);
  }

  /** The modules of the workspace: the same as long as their facts are. */
  modulesOf({ modules, settings, images }: Parts, files: readonly SettingsFile[]): Modules {
    const of = [modules, settings, images, files];
    const before = this.#modules;
    if (before && of.every((it, i) => sameElements(it, before.of[i] ?? []))) return before.modules;
    this.#modules = { of, modules: new Modules(modules, settings, images, files) };
    return this.#modules.modules;
  }

  /** Everything that is deployed, and the programs that surely run though no file deploys them. */
  nodesOf({ services, includes }: Parts, modules: Modules): readonly Node[] {
    this.settled.begin();
    const drafts = this.#drafts.all;
    const gateways = gatewayNodes(this.#cluster);
    // Nothing is added to what manifests alone declare.
    if (services.length === 0 && modules.all.every((it) => it.aggregate)) {
      const settled = [...gateways].map(([key, node]) => this.settled.settle(`gateway\n${key}`, node, recogniseNode));
      const nodes = this.#plainNodes(drafts);
      return settled.length === 0 ? nodes : nodes.concat(settled);
    }
    this.#plain = new Aligned();
    for (const it of drafts) it.bare ??= bareOf(it);
    const origins = new Map<Node, Draft | string>();
    for (const it of composeNodes(services, includes)) origins.set(it, `compose\n${it.system ?? ''}\n${it.name}`);
    for (const it of drafts) origins.set(copyOf(bareOf(it)), it);
    for (const [key, it] of gateways) origins.set(it, `gateway\n${key}`);
    const deployed = [...origins.keys()];
    attachModules(deployed, modules);
    const merged = mergeDeployments(deployed);
    const others = undeployedNodes(merged, modules);
    for (const it of others) origins.set(it, `program\n${it.modules[0]?.folder ?? ''}`);
    return [...merged, ...others].map((it) => {
      const origin = origins.get(it) ?? '';
      return typeof origin === 'string'
        ? this.settled.settle(origin, it, recogniseNode)
        : this.#settledDraft(origin, it);
    });
  }

  /** The nodes of drafts that nothing is added to. */
  #plainNodes(drafts: readonly Draft[]): readonly Node[] {
    const nodes = this.#plain.of(drafts, (it) => this.#plainDraft(it));
    const others = new Map<number, Node>();
    const look = (draft: Draft | undefined, at: number): void => {
      const node = draft && this.#plainDraft(draft);
      if (node && node !== nodes[at]) others.set(at, node);
    };
    const { renewed } = this.#drafts;
    if (renewed.length > few) drafts.forEach(look);
    else for (const it of renewed) if (drafts.includes(it)) look(it, drafts.indexOf(it));
    for (const it of this.settled.refused) {
      const at = nodes.indexOf(it);
      look(drafts[at], at);
    }
    return others.size === 0 ? nodes : this.#plain.put(others);
  }

  #plainDraft(draft: Draft): Node {
    if (draft.settled && draft.plain && this.settled.isWelcome(draft.settled)) return draft.settled;
    const node = this.#settledDraft(draft, bareOf(draft));
    draft.plain = true;
    draft.bare = undefined;
    return node;
  }

  #settledDraft(draft: Draft, node: Node): Node {
    draft.plain = false;
    return (draft.settled = this.settled.renew(draft.settled, node, recogniseNode));
  }
}
