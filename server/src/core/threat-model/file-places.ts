import { sameValue } from '../cells/same.ts';
import { differenceOf } from './join/difference.ts';
import { Keyed } from './join/keyed.ts';
import type { Component, Flow, Threat, ThreatModel } from './model.ts';
import { type FilePlaces, noPlaces, openedThreat, threatPlacesOf } from './opened-threats.ts';
import { placesOf } from './owner.ts';

/** The places of each file that declare components or open threats, kept up to date from one model to the next. */
export class PlacesByFile {
  readonly #components = new Keyed<Component>((it) => filesOf([it.at, ...it.parts.map((part) => part.at)]));
  readonly #threats = new Keyed<Threat>((it) => filesOf(it.evidence.map(({ at }) => at)));
  readonly #threatsTo = new Keyed<Threat>((it) => [it.element]);
  readonly #flowsTo = new Keyed<Flow>((it) => [it.to]);
  #model: ThreatModel | undefined;

  /** Takes over another model; gives the files in which other places may be found now. */
  update(model: ThreatModel): Iterable<string> {
    const before = this.#model;
    if (model === before) return [];
    this.#model = model;
    const changed = new Set(this.#components.update(model.components));
    for (const file of this.#threats.update(model.threats)) changed.add(file);
    this.#flowsTo.update(model.flows);
    this.#threatsTo.update(model.threats);
    // A threat tells where what it threatens is declared, which may be in any file.
    for (const id of movedOf(before?.components ?? [], model.components))
      for (const element of [id, ...this.#flowsTo.get(id).map((it) => it.id)])
        for (const { evidence } of this.#threatsTo.get(element))
          for (const { at } of evidence) if (at) changed.add(at.file);
    return changed;
  }

  in(file: string): FilePlaces {
    const model = this.#model;
    const [components, threats] = [this.#components.get(file), this.#threats.get(file)];
    if (!model || (components.length === 0 && threats.length === 0)) return noPlaces;
    return {
      components: components.flatMap((it) => placesOf(it).flatMap(({ file: at, place }) => (at === file ? place : []))),
      threats: threats.flatMap((it) => threatPlacesOf(it, openedThreat(it, model)).get(file) ?? []),
    };
  }
}

function filesOf(anchors: readonly ({ readonly file: string } | null)[]): readonly string[] {
  return [...new Set(anchors.flatMap((it) => (it ? it.file : [])))];
}

/** The ids of components that have come or gone, or are declared at another place. */
function movedOf(before: readonly Component[], after: readonly Component[]): ReadonlySet<string> {
  const { gone, come } = differenceOf(before, after) ?? { gone: new Set(before), come: after };
  const moved = new Map([...gone].map((it) => [it.id, it.at]));
  for (const { id, at } of come) {
    if (moved.has(id) && sameValue(moved.get(id), at)) moved.delete(id);
    else moved.set(id, at);
  }
  return new Set(moved.keys());
}
