import type { Anchor } from '../syntax/anchor.ts';
import { addTo } from './grouped.ts';
import type { Component, ThreatModel } from './model.ts';
import { onceFor } from './once.ts';

/** A place of a file that declares a component. */
export interface DeclaredPlace {
  readonly chunk: number;
  readonly route: Anchor['route'];
  readonly component: Component;
}

/** The declared places of all components, by file. */
export function declaredPlaces(model: ThreatModel): ReadonlyMap<string, readonly DeclaredPlace[]> {
  const places = new Map<string, DeclaredPlace[]>();
  for (const component of model.components)
    for (const { file, place } of placesOf(component)) addTo(places, file, place);
  return places;
}

/** The places that declare a component, each with its file. */
export const placesOf = onceFor(
  (component: Component): readonly { readonly file: string; readonly place: DeclaredPlace }[] =>
    [component.at, ...component.parts.map((it) => it.at)].flatMap((at) =>
      at ? [{ file: at.file, place: { chunk: at.chunk, route: wholeOf(at.route, at.file), component } }] : [],
    ),
);

/** The component with the deepest declaring route around the anchor, or undefined; the places are those of its file. */
export function ownerOf(places: readonly DeclaredPlace[], { chunk, route }: Anchor): Component | undefined {
  let best: DeclaredPlace | undefined;
  for (const place of places) {
    const around =
      place.chunk === chunk && place.route.length <= route.length && place.route.every((step, i) => step === route[i]);
    if (around && (!best || place.route.length > best.route.length)) best = place;
  }
  return best?.component;
}

/** The route of the whole thing whose name or first line a declaring anchor shows. */
export function wholeOf(route: Anchor['route'], file: string): Anchor['route'] {
  const tail = route.slice(-2).join('/');
  // The name of a manifest's object, and the title of a contract, stand two steps below what they name.
  if (tail === 'metadata/name' || tail === 'info/title') return route.slice(0, -2);
  // A Dockerfile as a whole builds the component.
  return /(?:^|[/.])(?:Dockerfile|Containerfile)(?:\.[^/]*)?$/i.test(file) ? [] : route;
}
