import { sameElements } from '../cells/same.ts';
import type { ApiFact, Fact } from './fact.ts';
import { Memory } from './memory.ts';
import type { Component, Flow, Posture, ThreatModel } from './model.ts';
import { SystemView } from './view.ts';

/**
 * A system whose answers are questions: what was said of one component counts in the next model too, unless what was
 * asked about it is answered by something else now. Who asks for the whole model is asked again whenever it is another.
 */
export class AskedSystem extends SystemView {
  readonly memory = new Memory();
  #view = new SystemView({ components: [], flows: [], boundaries: [], threats: [], posture: [], looseEnds: [] });
  readonly #wholeModel = this.memory.question(() => this.#view.model);
  readonly #allFacts = this.memory.question(() => this.#view.facts);
  readonly #component = this.memory.question((id) => this.#view.component(id));
  readonly #posture = this.memory.question((id) => this.#view.posture(id));
  readonly #flowsFrom = this.memory.question((id) => this.#view.flowsFrom(id), sameElements);
  readonly #flowsTo = this.memory.question((id) => this.#view.flowsTo(id), sameElements);
  readonly #apisOf = this.memory.questionAbout((it: Component) => this.#view.apisOf(it), sameElements);

  constructor() {
    super({ components: [], flows: [], boundaries: [], threats: [], posture: [], looseEnds: [] });
  }

  /** Takes over another model. */
  begin(view: SystemView): void {
    this.#view = view;
    this.memory.begin();
  }

  override get model(): ThreatModel {
    return this.#wholeModel('');
  }

  override get facts(): readonly Fact[] {
    return this.#allFacts('');
  }

  override component(id: string): Component | undefined {
    return this.#component(id);
  }

  override posture(id: string): Posture | undefined {
    return this.#posture(id);
  }

  override flowsFrom(id: string): readonly Flow[] {
    return this.#flowsFrom(id);
  }

  override flowsTo(id: string): readonly Flow[] {
    return this.#flowsTo(id);
  }

  override apisOf(component: Component): readonly ApiFact[] {
    return this.#apisOf(component);
  }
}
