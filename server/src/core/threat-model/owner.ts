import type { Anchor } from '../syntax/anchor.ts';
import type { Component, ThreatModel } from './model.ts';

/** Finds the component that declares the place where a finding stands. */
export class Owners {
  /** Declared places by file and chunk. */
  readonly #places = new Map<string, { route: Anchor['route']; component: Component }[]>();

  constructor(model: ThreatModel) {
    for (const component of model.components) {
      for (const at of [component.at, ...component.parts.map((it) => it.at)]) {
        if (!at) continue;
        const key = `${at.chunk} ${at.file}`;
        const list = this.#places.get(key) ?? [];
        list.push({ route: wholeOf(at.route, at.file), component });
        this.#places.set(key, list);
      }
    }
  }

  /** The component with the deepest declaring route around the anchor, or undefined. */
  of({ file, chunk, route }: Anchor): Component | undefined {
    let best: { route: Anchor['route']; component: Component } | undefined;
    for (const place of this.#places.get(`${chunk} ${file}`) ?? []) {
      const around = place.route.length <= route.length && place.route.every((step, i) => step === route[i]);
      if (around && (!best || place.route.length > best.route.length)) best = place;
    }
    return best?.component;
  }
}

/** The route of the whole thing whose name or first line a declaring anchor shows. */
function wholeOf(route: Anchor['route'], file: string): Anchor['route'] {
  const tail = route.slice(-2).join('/');
  // The name of a manifest's object, and the title of a contract, stand two steps below what they name.
  if (tail === 'metadata/name' || tail === 'info/title') return route.slice(0, -2);
  // A Dockerfile as a whole builds the component.
  return /(?:^|[/.])(?:Dockerfile|Containerfile)(?:\.[^/]*)?$/i.test(file) ? [] : route;
}
