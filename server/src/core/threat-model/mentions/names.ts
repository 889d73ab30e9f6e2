import type { Fact, Owner } from '../fact.ts';
import { normalName } from '../join/node.ts';
import type { Lookup } from '../lookup.ts';
import { serviceName } from '../mesh-objects.ts';
import type { Component, ThreatModel } from '../model.ts';
import type { Anchor } from '../../syntax/anchor.ts';
import { anchorKey } from './mention.ts';

/**
 * Which component a host name means, as the model has joined them. The line that the model gives as evidence decides;
 * this answers for lines that opened no flow, such as variables that no program is known to read.
 */
export class ComponentNames {
  readonly #lookup: Lookup;
  readonly #declared = new Map<string, Component>();
  readonly #compose = new Map<string, Component>();
  readonly #called = new Map<string, Set<Component>>();

  constructor(model: ThreatModel, facts: readonly Fact[], lookup: Lookup) {
    this.#lookup = lookup;
    for (const component of model.components) {
      for (const at of [component.at, ...component.parts.map((it) => it.at)])
        if (at && component.type !== 'external-entity') this.#declared.set(anchorKey(at), component);
      for (const name of [component.name, ...component.aliases]) {
        for (const key of new Set([name.toLowerCase(), normalName(name)])) {
          const known = this.#called.get(key) ?? new Set();
          this.#called.set(key, known.add(component));
        }
      }
    }
    for (const fact of facts) {
      if (fact.fact !== 'compose-service') continue;
      const component = this.declaredAt(fact.at);
      for (const name of component ? [fact.name, ...fact.aliases] : [])
        if (component) this.#compose.set(`${fact.project}\n${name.toLowerCase()}`, component);
    }
  }

  /** The component that a fact of this anchor declares a part of. */
  declaredAt(at: Anchor): Component | undefined {
    return this.#declared.get(anchorKey(at));
  }

  /** The service of a Compose project. */
  inProject(project: string, name: string): Component | undefined {
    return this.#compose.get(`${project}\n${name.toLowerCase()}`);
  }

  /** Whom this owner means by the host; none when that is not known, or several would do. */
  resolve(host: string, owner: Owner): readonly Component[] {
    const own = owner.kind === 'compose-service' ? this.inProject(owner.project, host) : undefined;
    if (own) return [own];
    const space = owner.kind === 'object' ? owner.namespace : null;
    const service = owner.kind === 'object' || host.includes('.') ? serviceName(host, space) : undefined;
    const services = service ? this.#lookup.named('Service', service.space, service.name) : [];
    const behind = new Set(services.flatMap((it) => this.declaredAt(it.at) ?? []));
    if (behind.size > 0) return behind.size === 1 ? [...behind] : [];
    if (/\.svc(?:\.|$)|\.cluster\.local$/.test(host)) return [];
    return this.called(host);
  }

  /** The only component of that name, however it is spelled. */
  called(name: string): readonly Component[] {
    const found = this.#called.get(name.toLowerCase()) ?? this.#called.get(normalName(name)) ?? [];
    const all = [...found];
    return all.length === 1 ? all : [];
  }
}
