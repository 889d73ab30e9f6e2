import type { Component, Flow, ThreatModel } from './model.ts';

/** The whole system, as rules see it. */
export class SystemView {
  readonly model: ThreatModel;

  constructor(model: ThreatModel) {
    this.model = model;
  }
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
