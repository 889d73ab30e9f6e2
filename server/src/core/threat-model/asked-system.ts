import { Asked } from './join/keyed.ts';
import type { ApiFact, Fact } from './fact.ts';
import { Memory } from './memory.ts';
import type { Component, Flow, Posture, ThreatModel } from './model.ts';
import { onShelves } from './shelves.ts';
import { apiPlace, apisAt, SystemView } from './view.ts';

const empty: ThreatModel = { components: [], flows: [], boundaries: [], threats: [], posture: [], looseEnds: [] };

/**
 * A system whose answers are questions: what was said of one component counts in the next model too, unless what was
 * asked about it is answered by something else now. Who asks for the whole model is asked again whenever it is another.
 */
export class AskedSystem extends SystemView {
  readonly memory = new Memory();
  #model = empty;
  #facts: readonly Fact[] = [];
  readonly #wholeModel = this.memory.told(() => this.#model);
  readonly #allFacts = this.memory.told(() => this.#facts);
  readonly #components = new Asked<Component>(this.memory, (it) => [it.id]);
  readonly #postures = new Asked<Posture>(this.memory, (it) => [it.component]);
  readonly #from = new Asked<Flow>(this.memory, (it) => [it.from]);
  readonly #to = new Asked<Flow>(this.memory, (it) => [it.to]);
  readonly #apis = new Asked<ApiFact>(this.memory, (it) => [apiPlace(it.at)]);

  constructor() {
    super(empty);
  }

  /** Takes over another model. */
  begin({ model, facts }: SystemView): void {
    this.memory.begin();
    this.#model = model;
    this.#facts = facts;
    this.#wholeModel.look();
    this.#allFacts.look();
    this.#components.update(model.components);
    this.#postures.update(model.posture);
    this.#from.update(model.flows);
    this.#to.update(model.flows);
    this.#apis.update(apisOf(facts));
  }

  override get model(): ThreatModel {
    return this.#wholeModel.ask('');
  }

  override get facts(): readonly Fact[] {
    return this.#allFacts.ask('');
  }

  override component(id: string): Component | undefined {
    return this.#components.ask(id).at(-1);
  }

  override posture(id: string): Posture | undefined {
    return this.#postures.ask(id).at(-1);
  }

  override flowsFrom(id: string): readonly Flow[] {
    return this.#from.ask(id);
  }

  override flowsTo(id: string): readonly Flow[] {
    return this.#to.ask(id);
  }

  override apisOf(component: Component): readonly ApiFact[] {
    return apisAt(component, (place) => this.#apis.ask(place).at(-1));
  }
}

const apisOf: (facts: readonly Fact[]) => readonly ApiFact[] = onShelves((facts) =>
  facts.filter((it): it is ApiFact => it.fact === 'api'),
);
