import { sameValue } from '../cells/same.ts';
import { Keyed } from './join/keyed.ts';
import type { Component, Threat, ThreatModel } from './model.ts';
import { type FilePlaces, noPlaces, openedThreat, threatPlacesOf } from './opened-threats.ts';
import { placesOf } from './owner.ts';

/** The places of each file that declare components or open threats, kept up to date from one model to the next. */
export class PlacesByFile {
  readonly #components = new Keyed<Component>((it) => filesOf([it.at, ...it.parts.map((part) => part.at)]));
  readonly #threats = new Keyed<Threat>((it) => filesOf(it.evidence.map(({ at }) => at)));
  #model: ThreatModel | undefined;

  /** Takes over another model; gives the files in which other places may be found now. */
  update(model: ThreatModel): Iterable<string> {
    const before = this.#model;
    if (model === before) return [];
    this.#model = model;
    const changed = new Set(this.#components.update(model.components));
    for (const file of this.#threats.update(model.threats)) changed.add(file);
    // A threat tells where what it threatens is declared, which may be in any file.
    if (!before || changed.size === 0 || !sameDeclarations(before.components, model.components))
      for (const { evidence } of model.threats) for (const { at } of evidence) if (at) changed.add(at.file);
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

/** Whether the same components, by their ids, are declared at the same places. Both lists are sorted by id. */
function sameDeclarations(before: readonly Component[], after: readonly Component[]): boolean {
  if (before === after) return true;
  return (
    before.length === after.length &&
    before.every((it, i) => {
      const other = after[i];
      return it === other || (other !== undefined && it.id === other.id && sameValue(it.at, other.at));
    })
  );
}
