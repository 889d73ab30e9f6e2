import type { Anchor } from '../syntax/anchor.ts';
import type { ClusterView, ClusterWorkload } from './cluster.ts';
import type { ApiFact, Fact, KubernetesObjectFact } from './fact.ts';
import type { Component, Flow, Posture, ThreatModel } from './model.ts';

/** The whole system, as rules see it. */
export class SystemView {
  readonly #model: ThreatModel;
  readonly #facts: readonly Fact[];
  #components: ReadonlyMap<string, Component> | undefined;
  #posture: ReadonlyMap<string, Posture> | undefined;
  #flowsFrom: Map<string, Flow[]> | undefined;
  #flowsTo: Map<string, Flow[]> | undefined;
  #apis: Map<string, ApiFact> | undefined;

  constructor(model: ThreatModel, facts: readonly Fact[] = []) {
    this.#model = model;
    this.#facts = facts;
  }

  get model(): ThreatModel {
    return this.#model;
  }

  get facts(): readonly Fact[] {
    return this.#facts;
  }

  component(id: string): Component | undefined {
    this.#components ??= new Map(this.model.components.map((it) => [it.id, it]));
    return this.#components.get(id);
  }

  /** What the files show about the defence of a component; undefined for what is outside the system. */
  posture(id: string): Posture | undefined {
    this.#posture ??= new Map(this.model.posture.map((it) => [it.component, it]));
    return this.#posture.get(id);
  }

  /** Flows whose connection this component opens. */
  flowsFrom(id: string): readonly Flow[] {
    this.#flowsFrom ??= indexFlows(this.model.flows, (it) => it.from);
    return this.#flowsFrom.get(id) ?? [];
  }

  /** Flows whose connection is opened to this component. */
  flowsTo(id: string): readonly Flow[] {
    this.#flowsTo ??= indexFlows(this.model.flows, (it) => it.to);
    return this.#flowsTo.get(id) ?? [];
  }

  /** The API contracts that a component serves. */
  apisOf(component: Component): readonly ApiFact[] {
    this.#apis ??= new Map(this.facts.flatMap((it) => (it.fact === 'api' ? [[apiPlace(it.at), it] as const] : [])));
    const apis = this.#apis;
    return apisAt(component, (place) => apis.get(place));
  }
}

/** Where a contract is found: a chunk holds one. */
export function apiPlace({ file, chunk }: Anchor): string {
  return `${file}\n${chunk}`;
}

/** The contracts that stand where a component is declared. */
export function apisAt(component: Component, find: (place: string) => ApiFact | undefined): readonly ApiFact[] {
  const places = [component.at, ...component.parts.map((it) => it.at)];
  return [...new Set(places.flatMap((at) => (at ? (find(apiPlace(at)) ?? []) : [])))];
}

function indexFlows(flows: readonly Flow[], keyOf: (flow: Flow) => string): Map<string, Flow[]> {
  const index = new Map<string, Flow[]>();
  for (const flow of flows) {
    const list = index.get(keyOf(flow));
    if (list) list.push(flow);
    else index.set(keyOf(flow), [flow]);
  }
  return index;
}

/** A component with the system around it. */
export interface ComponentView {
  readonly component: Component;
  readonly system: SystemView;
}

/** A flow with the system around it. */
export interface FlowView {
  readonly flow: Flow;
  readonly system: SystemView;
}

/** An object with the cluster around it. */
export interface ObjectView {
  readonly object: KubernetesObjectFact;
  readonly cluster: ClusterView;
}

/** A workload with the cluster around it. */
export interface WorkloadView {
  readonly workload: ClusterWorkload;
  readonly cluster: ClusterView;
}

/** A Service with the cluster around it. */
export interface ServiceView {
  readonly service: KubernetesObjectFact;
  readonly cluster: ClusterView;
}
